"""Pages of the back office that are about the portal as a whole."""

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.backoffice.site import OfficePage
from portal.operating import views as operating
from portal.statistics import views as statistics

admin.site.register_page(
    OfficePage(
        name="statistics",
        path="thong-ke/",
        label=_("Thống kê"),
        permission=statistics.PERMISSION,
        view=statistics.page,
    )
)
admin.site.register_page(
    OfficePage(
        name="operating_report",
        path="thong-ke/bao-cao-van-hanh/",
        label=_("Báo cáo vận hành Cổng theo năm"),
        permission=statistics.PERMISSION,
        view=operating.page,
    )
)
admin.site.register_views(
    path(
        "thong-ke/bao-cao-van-hanh/<int:year>.docx",
        operating.report_file,
        name="operating_report_docx",
    ),
    path("thong-ke/bang/<slug:table>.<slug:form>", statistics.table_file, name="statistics_table"),
)
