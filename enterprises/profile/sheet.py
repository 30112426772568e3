"""The capability sheet: a profile on two pages of paper, to hand on to who decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.pdf import pdf, qr_svg
from core.templatetags.formatting import figure, official_date
from enterprises.profile.page import Fact, ProfilePage, Proof
from enterprises.profile.pictures import small_photo

TEMPLATE = "enterprises/profile/sheet.typ"
MAX_PAGES = 2
# How wide a table's columns are, each against the others.
PRODUCT_WIDTHS, PROOF_WIDTHS, NUMBER_WIDTH = (5, 3, 2, 3, 2), (3, 3, 4, 4), 1
# A word without an end would run out of its column: it may break here.
_LONG_WORD = re.compile(r"\S{18}(?=\S)")
_PAGES = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True)
class Limits:
    """How much of a long profile the sheet shows: rows, terms in a line, letters."""

    photos: int
    products: int
    machines: int
    certificates: int
    terms: int
    letters: int  # of a text in a line of its own
    cell: int  # letters in a table's cell or a name


# The first that gives two pages is taken; most profiles are shown whole.
LIMITS = (
    Limits(photos=3, products=30, machines=20, certificates=16, terms=60, letters=900, cell=140),
    Limits(photos=3, products=18, machines=12, certificates=10, terms=30, letters=500, cell=100),
    Limits(photos=2, products=10, machines=7, certificates=6, terms=16, letters=300, cell=80),
    Limits(photos=0, products=8, machines=6, certificates=5, terms=10, letters=220, cell=60),
    Limits(photos=0, products=5, machines=4, certificates=4, terms=6, letters=150, cell=50),
)


def sheet(profile: ProfilePage) -> bytes:
    """Return the capability sheet as PDF, two pages at most, in the reader's language."""
    for limits in LIMITS:
        document = pdf(TEMPLATE, CapabilitySheet(profile, limits).data)
        if page_count(document) <= MAX_PAGES:
            break
    return document


def page_count(document: bytes) -> int:
    """Return how many pages a PDF of ours has: typst leaves page objects uncompressed."""
    return len(_PAGES.findall(document))


@dataclass(frozen=True)
class CapabilitySheet:
    """What stands on the sheet, as far as the limits let it."""

    profile: ProfilePage
    limits: Limits

    @property
    def data(self) -> dict:
        """All that the template draws; what people typed is text in it, never markup."""
        own = self.profile.enterprise
        return {
            "language": get_language(),
            "portal": _("Cổng thông tin công nghiệp hỗ trợ TP.HCM"),
            "kind": _("Hồ sơ năng lực"),
            "demo": _("Dữ liệu minh họa") if own.is_demo else "",
            "demo_note": _(
                "Bản ghi này do máy tạo để giới thiệu cách trình bày; không phải doanh nghiệp thật."
            ),
            "name": self._short(own.name),
            "other_name": self._short(self._other_name),
            "description": self._text(own.description),
            "glance": [(label, self._short(text)) for label, text in self.profile.glance],
            "photos": list(self._photos()),
            "sections": [section for section in self._sections() if section],
            "qr": qr_svg(self.profile.url),
            "qr_note": _("Quét để xem hồ sơ mới nhất"),
            "footer": self._footer(),
        }

    @property
    def _other_name(self) -> str:
        """The name that the heading does not say."""
        own = self.profile.enterprise
        names = (own.legal_name, own.international_name)
        return " · ".join(name for name in names if name and name != own.name)

    def _sections(self) -> Iterable[dict | None]:
        """Yield what a buyer asks, in that order; whom to ask stands first."""
        yield _listed(_("Liên hệ và địa điểm"), self._facts(self._reach()))
        yield self._products()
        yield _listed(_("Công nghệ và vật liệu"), self._facts(self._capability()))
        yield self._machines()
        yield self._certificates()
        yield _listed(_("Xác nhận năng lực"), self._facts(self._confirmations()))
        yield _listed(_("Kiểm tra thông tin"), self._facts(self.profile.checked))
        yield _listed(_("Ngành và thị trường"), self._facts(self._markets()))
        yield _listed(_("Mức đầy đủ của hồ sơ"), self._facts(self._completeness()))

    def _photos(self) -> Iterable[dict]:
        """Yield the photos of the first products that have one; JSON carries bytes as numbers."""
        shown = [product for product, _facts in self.profile.products if product.photo]
        for product in shown[: self.limits.photos]:
            if photo := small_photo(product.photo.name):
                yield {"name": self._short(product.name), "bytes": list(photo)}

    def _reach(self) -> Iterable[Fact]:
        own = self.profile.enterprise
        for contact in self.profile.contacts[:2]:
            parts = (contact.person, contact.position, contact.phone, contact.email)
            yield _("Liên hệ"), " · ".join(filter(None, parts))
        yield _("Trang web"), own.website
        yield _("Địa chỉ"), own.address
        yield _("Địa bàn"), " · ".join(self.profile.place)
        yield _("Mã số thuế"), own.tax_code_display

    def _products(self) -> dict | None:
        labels = (_("Kích thước"), _("Dung sai"), _("Năng lực mỗi tháng"), _("Mã HS"))
        products = self.profile.products
        rows = [
            [product.name, *(dict(facts).get(label, "") for label in labels)]
            for product, facts in products[: self.limits.products]
        ]
        rest = len(products) - len(rows)
        words = ngettext(
            "và %(count)s sản phẩm khác, xem hồ sơ", "và %(count)s sản phẩm khác, xem hồ sơ", rest
        )
        columns = zip((_("Sản phẩm"), *labels), PRODUCT_WIDTHS, strict=True)
        return self._table(_("Sản phẩm"), list(columns), rows, _more(words, rest))

    def _capability(self) -> Iterable[Fact]:
        families = self.profile.families
        for family, processes in families[: self.limits.terms]:
            yield family.name, self._terms(processes)
        rest = len(families) - self.limits.terms
        words = ngettext(
            "%(count)s nhóm công nghệ khác, xem hồ sơ",
            "%(count)s nhóm công nghệ khác, xem hồ sơ",
            rest,
        )
        yield _("Công nghệ khác"), _more(words, rest)
        yield _("Vật liệu"), self._terms(self.profile.enterprise.materials.all())

    def _machines(self) -> dict | None:
        columns = self.profile.machines.columns
        every = list(zip(*(column.cells for column in columns), strict=True))
        rows = [list(row) for row in every[: self.limits.machines]]
        rest = len(every) - len(rows)
        words = ngettext(
            "và %(count)s dòng máy khác, xem hồ sơ", "và %(count)s dòng máy khác, xem hồ sơ", rest
        )
        widths = [NUMBER_WIDTH if column.is_number else 2 for column in columns]
        named = list(zip([column.heading for column in columns], widths, strict=True))
        return self._table(_("Máy, thiết bị"), named, rows, _more(words, rest))

    def _certificates(self) -> dict | None:
        proofs = self.profile.proofs
        rows = [_proof_row(proof) for proof in proofs[: self.limits.certificates]]
        rest = len(proofs) - len(rows)
        words = ngettext(
            "và %(count)s chứng nhận khác, xem hồ sơ",
            "và %(count)s chứng nhận khác, xem hồ sơ",
            rest,
        )
        labels = (_("Tiêu chuẩn"), _("Số"), _("Tổ chức chứng nhận"), _("Tình trạng"))
        columns = zip(labels, PROOF_WIDTHS, strict=True)
        return self._table(_("Chứng nhận"), list(columns), rows, _more(words, rest))

    def _confirmations(self) -> Iterable[Fact]:
        for own in self.profile.confirmations[: self.limits.certificates]:
            until = _("Còn hiệu lực đến %(day)s") % {"day": official_date(own.valid_until)}
            parts = (own.level.name, own.scope, until, own.agency_name)
            yield own.number_line, " · ".join(filter(None, parts))

    def _markets(self) -> Iterable[Fact]:
        own = self.profile.enterprise
        yield _("Ngành của Thành phố"), self._terms(own.industries.all())
        yield _("Thị trường"), self._terms(own.markets.all())
        yield _("Khách hàng tiêu biểu"), self._named(self.profile.customers)
        yield _("Ngôn ngữ giao dịch"), self._terms(own.languages.all())

    def _completeness(self) -> Iterable[Fact]:
        percent = self.profile.enterprise.completeness.percent
        percentage = _("Đã khai %(percent)s%%") % {"percent": percent}
        yield percentage, _("những điều bên mua thường hỏi.")
        yield _("Chưa khai"), self.profile.missing

    def _footer(self) -> str:
        day = official_date(localtime(self.profile.enterprise.updated_at).date())
        updated = _("Cập nhật: %(day)s.") % {"day": day}
        return f"{updated} {self.profile.url}\n{self.profile.declared}"

    def _terms(self, terms: Iterable) -> str:
        return self._named([term.name for term in terms])

    def _named(self, names: list[str]) -> str:
        """Return the names in one line; those past the limit are counted."""
        shown, rest = names[: self.limits.terms], len(names) - self.limits.terms
        words = ngettext("và %(count)s mục khác", "và %(count)s mục khác", rest)
        return "; ".join([*map(self._short, shown), *filter(None, [_more(words, rest)])])

    def _facts(self, facts: Iterable[Fact]) -> list[Fact]:
        return [(label, self._text(text)) for label, text in facts if text]

    def _table(
        self, title: str, columns: list[tuple[str, int]], rows: list[list[str]], more: str
    ) -> dict | None:
        """Return a table, columns by heading and width, without those that nobody filled."""
        if not rows:
            return None
        filled = [at for at in range(len(columns)) if any(row[at] for row in rows)]
        return {
            "title": title,
            "headings": [columns[at][0] for at in filled],
            "widths": [columns[at][1] for at in filled],
            "cells": [self._short(row[at]) for row in rows for at in filled],
            "more": more,
        }

    def _short(self, text: str) -> str:
        return _breakable(_cut(text, self.limits.cell))

    def _text(self, text: str) -> str:
        return _breakable(_cut(" ".join(text.split()), self.limits.letters))


def _listed(title: str, facts: list[Fact]) -> dict | None:
    return {"title": title, "facts": facts} if facts else None


def _proof_row(proof: Proof) -> list[str]:
    own = proof.certificate
    return [own.standard.name, own.number, own.issuer, proof.validity]


def _more(words: str, rest: int) -> str:
    return words % {"count": figure(rest)} if rest > 0 else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _breakable(text: str) -> str:
    return _LONG_WORD.sub("\\g<0>\u200b", text)
