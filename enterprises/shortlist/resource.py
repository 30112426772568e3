"""The shortlist as a spreadsheet: the facts of the comparison, and public ways to make contact.

Download only: the directory is changed by the enterprise spreadsheet of the back office.
"""

import tablib
from django.utils.translation import gettext as _

from enterprises.profile.page import NO_BREAK, ProfilePage
from enterprises.shortlist.facts import FACTS


def as_table(profiles: list[ProfilePage]) -> tablib.Dataset:
    """Return one row for each enterprise, in the reader's language."""
    headings = [
        _("Tên doanh nghiệp"),
        _("Tên quốc tế"),
        _("Mã số thuế"),
        *(str(fact.label) for fact in FACTS),
        _("Liên hệ công khai"),
        _("Trang web"),
        _("Địa chỉ hồ sơ"),
        _("Ghi chú"),
    ]
    return tablib.Dataset(*(_row(profile) for profile in profiles), headers=headings)


def _row(profile: ProfilePage) -> list[str]:
    own = profile.enterprise
    return [
        own.legal_name,
        own.international_name,
        own.tax_code_display,
        *("; ".join(fact.read(profile).values()).replace(NO_BREAK, " ") for fact in FACTS),
        "; ".join(_contacts(profile)),
        own.website,
        profile.url,
        _("Dữ liệu minh họa") if own.is_demo else "",
    ]


def _contacts(profile: ProfilePage) -> list[str]:
    return [" ".join(filter(None, (c.person, c.phone, c.email))) for c in profile.contacts]
