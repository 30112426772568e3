"""Two versions of a record side by side, field by field."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldChange:
    """One field as it is told on either side."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new
