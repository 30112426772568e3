"""What staff choose between when they merge: each plain field, from the one record or the other."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise

_ALONE = """legal_name international_name short_name tax_code ownership size_class founding_year
employees website description_vi description_en address ward park former_district locality
floor_area export_share customers source""".split()
# Each choice with its fields; a point on the map is one thing.
CHOICES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in _ALONE},
    "point": ("latitude", "longitude"),
}


@dataclass(frozen=True)
class MergeDecision:
    """How two records are to become one, as a person has decided on the page."""

    survivor: int
    taken: dict[str, int]  # choice -> the record whose value is taken
    seen: dict[int, int]  # record -> the version that the person saw
    reason: str
    columns: dict[str, int] = field(init=False)  # column -> the record whose value is taken

    def __post_init__(self) -> None:
        columns = {
            Enterprise._meta.get_field(name).attname: self.taken.get(choice, self.survivor)
            for choice, names in CHOICES.items()
            for name in names
        }
        object.__setattr__(self, "columns", columns)


def label(choice: str) -> str | Promise:
    """Return the choice in the words of the back office."""
    if choice == "point":
        return _("vị trí trên bản đồ")
    return Enterprise._meta.get_field(choice).verbose_name


def shown(enterprise: Enterprise, choice: str) -> str:
    """Return what a record says, in words; empty where it says nothing."""
    values = [_displayed(enterprise, name) for name in CHOICES[choice]]
    return ", ".join(filter(None, values))


def _displayed(enterprise: Enterprise, name: str) -> str:
    model_field: models.Field = Enterprise._meta.get_field(name)
    if model_field.choices:
        return str(getattr(enterprise, f"get_{name}_display")())
    value = getattr(enterprise, name)
    return "" if value is None else str(value)


def differ(one: Enterprise, other: Enterprise, choice: str) -> bool:
    """Return whether there is anything to choose."""
    return any(
        getattr(one, column) != getattr(other, column)
        for column in (Enterprise._meta.get_field(name).attname for name in CHOICES[choice])
    )
