"""Reminding an agency's officers now, because a person wants it: once a day of one matter."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.concurrency.turns import take_turn
from core.letters import Kind, letter, portal_url
from core.templatetags.formatting import official_date
from programme.models import Agency, AgencyReminder, Officer
from programme.reporting.overdue import Officers
from programme.supervising.missing import Missing, Owed


@dataclass(frozen=True)
class Reminding:
    """What an agency would be reminded of today, and who would get the letter."""

    owed: Owed
    agency: Agency
    missing: list[Missing]
    officers: list[Officer]
    today: AgencyReminder | None  # that was sent today already

    @property
    def is_possible(self) -> bool:
        return bool(self.missing and self.officers and not self.today)


class RemindingDay:
    """What there is to remind agencies of today in one matter, looked up once for all of them."""

    def __init__(self, owed: Owed) -> None:
        self.owed, self._officers = owed, Officers()
        self._missing = owed.by_agency(localdate())
        sent = AgencyReminder.objects.of_today().filter(
            programme=owed.programme, matter=owed.matter, year=owed.year
        )
        self._sent = {reminder.agency_id: reminder for reminder in sent.select_related("sent_by")}

    def of(self, agency: Agency) -> Reminding:
        """Look what there is to remind one agency of."""
        missing, officers = self._missing.get(agency, []), self._officers.of(agency)
        return Reminding(self.owed, agency, missing, officers, self._sent.get(agency.pk))


@dataclass
class RemindedAgencies:
    """What came of reminding several agencies at once."""

    reminders: list[AgencyReminder] = field(default_factory=list)
    left_out: dict[str, list[Agency]] = field(default_factory=dict)  # by reason

    @property
    def letters(self) -> int:
        return sum(reminder.letters for reminder in self.reminders)


@transaction.atomic
def remind_now(owed: Owed, agency: Agency, by: User) -> AgencyReminder:
    """Write to the agency's officers, and note who had it done; how many letters it says.

    ValidationError, in words for people, where nothing is missing, nobody has an account, or the
    agency has been reminded of the same today.
    """
    take_turn("reminders of agencies")
    return _remind(RemindingDay(owed).of(agency), by)


@transaction.atomic
def remind_many(chosen: dict[Owed, list[Agency]], by: User) -> RemindedAgencies:
    """Remind each of these agencies that can be reminded today; of the others say why not."""
    take_turn("reminders of agencies")
    result = RemindedAgencies()
    for owed, agencies in chosen.items():
        today = RemindingDay(owed)
        for agency in agencies:
            try:
                result.reminders.append(_remind(today.of(agency), by))
            except ValidationError as error:
                result.left_out.setdefault(error.messages[0], []).append(agency)
    return result


def _remind(found: Reminding, by: User) -> AgencyReminder:
    _must_be_possible(found)
    reminder = AgencyReminder.objects.create(
        programme=found.owed.programme,
        agency=found.agency,
        matter=found.owed.matter,
        year=found.owed.year,
        missing=_in_words(found.missing),
        letters=len(found.officers),
        sent_by=by,
    )
    for officer in found.officers:
        _write(officer.user, found, reminder)
    return reminder


def _must_be_possible(found: Reminding) -> None:
    if not found.missing:
        raise ValidationError(_("Đơn vị không còn thiếu gì; không gửi thư nhắc."))
    if not found.officers:
        raise ValidationError(_("Đơn vị chưa có tài khoản nên không thư nào tới được."))
    if found.today:
        raise ValidationError(_("Hôm nay đã nhắc đơn vị này rồi; mỗi ngày chỉ nhắc một lần."))


def _write(user: User, found: Reminding, reminder: AgencyReminder) -> None:
    context = {
        "user": user,
        "agency": found.agency,
        "programme": found.owed.programme,
        "missing": found.missing,
        "page": portal_url("admin:index", language=user.language),
    }
    template = "programme/supervising/letters/reminder.txt"
    letter(template, user.email, user.language, context, kind=Kind.REMINDER, marks=[reminder])


def _in_words(missing: list[Missing]) -> str:
    with override("vi"):  # the record is the same whoever sent the letter
        return "\n".join(_line(each) for each in missing)


def _line(missing: Missing) -> str:
    if missing.deadline is None:
        return missing.what
    return _("%(what)s (hạn %(day)s)") % {
        "what": missing.what,
        "day": official_date(missing.deadline),
    }
