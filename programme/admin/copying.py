"""The form by which a programme is set up from another one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.actions import Action, ActionForm
from programme.copying import Copied, ProgrammeCopy
from programme.models import Programme

TASKS, TARGETS = "tasks", "targets"


class CopyForm(ActionForm):
    """Which programme is copied, and what of it."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Từ chương trình"), queryset=Programme.objects.none()
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Sao chép"),
        choices=[
            (TASKS, gettext_lazy("Nhóm, nhiệm vụ cùng đơn vị, sản phẩm, ô chưa xác minh")),
            (TARGETS, gettext_lazy("Chỉ tiêu cùng số đo")),
        ],
        initial=[TASKS, TARGETS],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Chỉ sao chép nội dung đang hiệu lực. Mục đã có cùng số hoặc cùng mã thì giữ nguyên. "
            "Thời gian giữ nguyên văn, không ghi năm riêng; chỉ tiêu “Đến năm” nằm ngoài giai đoạn "
            "thì lấy năm cuối của chương trình này. Tình trạng và kết quả không được sao chép."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.filter(is_demo=self.record.is_demo)
        source: Any = self.fields["source"]
        source.queryset = programmes
        others = [(each.pk, str(each)) for each in programmes if each != self.record]
        source.widget.choices = [("", "---------"), *others]

    def clean_source(self) -> Programme:
        source: Programme = self.cleaned_data["source"]
        if source == self.record:
            raise forms.ValidationError(_("Không thể sao chép một chương trình lên chính nó."))
        return source

    def apply(self, by: Any) -> None:
        data = self.cleaned_data
        parts = {"tasks": TASKS in data["parts"], "targets": TARGETS in data["parts"]}
        self.told = _told(ProgrammeCopy(data["source"], self.record, by).run(**parts))


def _told(copied: Copied) -> str:
    there = _("Giữ nguyên %(count)d mục đã có.") % {"count": copied.there}
    if copied.is_nothing:
        return f"{_('Không có gì mới để sao chép.')} {there}"
    text = _(
        "Đã sao chép %(groups)d nhóm, %(tasks)d nhiệm vụ, %(targets)d chỉ tiêu, %(measures)d số đo."
    )
    return f"{text % vars(copied)} {there}"


COPY = Action(
    "copy_from",
    gettext_lazy("Sao chép nhiệm vụ, chỉ tiêu từ chương trình khác"),
    states=("",),
    permission="programme.manage_register",
    form="programme.admin.copying.CopyForm",
    page="sao-chep",
)
