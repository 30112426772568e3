"""Compute the localization rates of a survey wave, or check an estimate against its inputs."""

from time import monotonic

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from localization.estimating.computing import compute, differences
from localization.models import Cell, Estimate, Method, Wave


class Command(BaseCommand):
    """As the back office does it: what is computed waits there to be published."""

    help = _("Tính tỷ lệ nội địa hóa từ phiếu khảo sát của một năm, hoặc kiểm tra một lần tính.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help=_("năm số liệu"))
        parser.add_argument("--method", help=_("mã công thức; mặc định là công thức của khảo sát"))
        parser.add_argument("--seed", type=int, help=_("số khởi tạo; mặc định lấy ngẫu nhiên"))
        parser.add_argument(
            "--verify", type=int, metavar="ID", help=_("tính lại lần tính số ID để kiểm tra")
        )

    def handle(self, *, year: int, verify: int | None, **options) -> None:
        wave = Wave.objects.filter(year=year, is_demo=False).select_related("method").first()
        if wave is None:
            raise CommandError(_("Không có cuộc khảo sát năm %(year)d.") % {"year": year})
        if verify is None:
            self._compute(wave, options["method"], options["seed"])
        else:
            self._verify(wave, verify)

    def _compute(self, wave: Wave, code: str | None, seed: int | None) -> None:
        chosen = {} if seed is None else {"seed": seed}
        estimate = Estimate(wave=wave, method=_method(wave, code), **chosen)
        begun = monotonic()
        try:
            compute(estimate, None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        for cell in estimate.cells.filter(table=Cell.Table.WHOLE).select_related("industry"):
            self.stdout.write(_line(cell))
        words = {"pk": estimate.pk, "seed": estimate.seed, "seconds": monotonic() - begun}
        self.stdout.write(
            _("Lần tính số %(pk)d, số khởi tạo %(seed)d, %(seconds).1f giây. Chưa công bố.") % words
        )

    def _verify(self, wave: Wave, pk: int) -> None:
        estimate = wave.estimates.filter(pk=pk).first()
        if estimate is None:
            raise CommandError(_("Khảo sát này không có lần tính số %(pk)d.") % {"pk": pk})
        if wrong := differences(estimate):
            raise CommandError(
                _("Kết quả tính lại khác số đã lưu ở: %(cells)s.")
                % {"cells": "; ".join(map(str, wrong))}
            )
        self.stdout.write(_("Kết quả tính lại khớp với số đã lưu đến từng chữ số."))


def _method(wave: Wave, code: str | None) -> Method:
    """Return the latest version in force of the formula that was named, or the wave's own."""
    if code is None:
        return wave.method
    known = Method.objects.in_force().computable().filter(code=code)
    if found := known.order_by("-number").first():
        return found
    codes = Method.objects.in_force().computable().values_list("code", flat=True)
    words = {"code": code, "codes": ", ".join(sorted(set(codes)))}
    raise CommandError(_("Không có công thức “%(code)s”. Các mã: %(codes)s.") % words)


def _line(cell: Cell) -> str:
    words = {"industry": cell.industry, "answers": cell.answers, "frame": cell.frame}
    if cell.percent is None:
        text = _("%(industry)s: không tính được (%(answers)d/%(frame)d phiếu)")
    else:
        words |= {"percent": cell.percent, "low": cell.low, "high": cell.high}
        text = _("%(industry)s: %(percent)s%% [%(low)s; %(high)s] (%(answers)d/%(frame)d phiếu)")
    return text % words + (f" – {cell.get_withheld_display()}" if cell.withheld else "")
