"""The facets of the enterprise directory."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, Industry, Process, Standard, Ward
from portal.lists import Facet, FacetedFilterSet


def _terms(model) -> list[tuple[str, str]]:
    return [(term.slug, term.name) for term in model.objects.all()]


def _wards() -> list[tuple[str, str]]:
    return [(ward.code, ward.name) for ward in Ward.objects.all()]


def _kinds() -> list[tuple[str, str]]:
    return [("0", _("Doanh nghiệp thật")), ("1", _("Dữ liệu minh họa"))]


class EnterpriseFilterSet(FacetedFilterSet):
    """Search box and facets of the directory."""

    SORTS = {
        "name": (_("Tên A–Z"), ("is_demo", "name_sort", "id")),
        "updated": (_("Mới cập nhật"), ("is_demo", "-updated_at", "id")),
        "employees": (_("Số lao động"), ("is_demo", F("employees").desc(nulls_last=True), "id")),
    }

    industry = Facet(
        label=_("Ngành"),
        choices=lambda: _terms(Industry),
        apply="in_industries",
        count=lambda found: found.counts_by("industries__slug"),
    )
    process = Facet(
        label=_("Công nghệ gia công"),
        choices=lambda: _terms(Process),
        apply="with_processes",
        count=lambda found: found.counts_by("processes__slug"),
    )
    certificate = Facet(
        label=_("Chứng nhận còn hiệu lực"),
        choices=lambda: _terms(Standard),
        apply="certified",
        count=lambda found: found.counts_by_standard(),
    )
    ward = Facet(
        label=_("Phường, xã, đặc khu"),
        choices=_wards,
        apply="in_wards",
        count=lambda found: found.counts_by("ward"),
    )
    locality = Facet(
        label=_("Địa bàn"),
        choices=Enterprise.Locality.choices,
        apply="in_localities",
        count=lambda found: found.counts_by("locality"),
    )
    record = Facet(
        label=_("Loại bản ghi"),
        choices=_kinds,
        apply="of_kinds",
        count=lambda found: found.counts_by_kind(),
    )
