"""Days and years that people enter of what has happened: signed, issued, visited, founded."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

A_DAY = gettext_lazy("Ngày")


def not_in_future(day: date | None, what: str | Promise = A_DAY, field: str = "") -> None:
    """Raise ValidationError, at `field` if one is named, for a day that is still to come.

    A validator of fields, and the check of steps, which say `what` the day is.
    """
    if day is None or day <= localdate():
        return
    message = _("%(what)s không thể ở tương lai.") % {"what": what}
    raise ValidationError({field: message} if field else message, code="future")


def this_year() -> int:
    """Return the year it is in the portal's time zone: the latest of what has happened."""
    return localdate().year
