"""Back office of cost categories: what budget lines may be spent on, and by which provision."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programme.admin.permissions import ManagedAdmin
from programme.models import CostCategory


@admin.register(CostCategory)
class CostCategoryAdmin(ManagedAdmin):
    """Kept by DOIT's staff; agencies choose from it when they write their budgets."""

    list_display = ["name_vi", "source_shown", "position", "is_retired"]
    list_filter = ["is_retired"]
    search_fields = ["name_vi", "name_en", "source"]
    fields = ["name_vi", "name_en", "source", "position", "is_retired"]

    @admin.display(description=_("căn cứ"), ordering="source")
    def source_shown(self, category: CostCategory) -> str:
        return category.source or _("chưa ghi căn cứ")
