"""What is done with a plan beside its steps: documents, contributions, payments, papers."""

from django.utils.translation import gettext_lazy

from core.backoffice.actions import Action, Download
from programme.models import AnnualPlan

OF_THE_AGENCY = ("attach", "detach")  # what only who writes the plan does with it
OF_CONTRIBUTIONS = ("contribute", "end_contribution")  # the Department, too
OTHER_ACTIONS = (
    Action(
        "attach",
        gettext_lazy("Đính kèm báo giá, tài liệu"),
        AnnualPlan.ATTACHED_TO,
        form="programme.admin.plan_files.AttachForm",
    ),
    Action(
        "detach",
        gettext_lazy("Gỡ tài liệu"),
        AnnualPlan.EDITABLE,
        form="programme.admin.plan_files.DetachForm",
    ),
    Action(
        "contribute",
        gettext_lazy("Ghi tài trợ, đóng góp"),
        AnnualPlan.CONTRIBUTED_TO,
        form="programme.admin.plan_money.ContributeForm",
    ),
    Action(
        "end_contribution",
        gettext_lazy("Rút khoản tài trợ, đóng góp"),
        AnnualPlan.CONTRIBUTED_TO,
        form="programme.admin.plan_money.EndContributionForm",
    ),
    Action(
        "pay",
        gettext_lazy("Ghi cấp phát, giải ngân"),
        AnnualPlan.IN_FORCE,
        permission="programme.add_payment",
        form="programme.admin.plan_money.PaymentForm",
    ),
    Action(
        "correct",
        gettext_lazy("Sửa lần cấp, giải ngân đã ghi"),
        AnnualPlan.IN_FORCE,
        permission="programme.add_payment",
        form="programme.admin.plan_money.CorrectPaymentForm",
    ),
)
ANY = tuple(AnnualPlan.State)
DOWNLOADS = (
    Download("docx", gettext_lazy("Tải kế hoạch, dự toán (DOCX)"), ANY),
    Download("xlsx", gettext_lazy("Tải kế hoạch, dự toán (XLSX)"), ANY),
    Download("year_docx", gettext_lazy("Tải kế hoạch cả năm của đơn vị (DOCX)"), ANY),
    Download("year_xlsx", gettext_lazy("Tải dự toán cả năm của đơn vị (XLSX)"), ANY),
)
