"""Pages as their readers see them: heading, notices, errors, tables, fields, links and text."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property

import lxml.html
from django.http import HttpResponse
from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TITLES = (*HEADINGS, "legend", "summary", "caption", "figcaption")
PARTS = ("section", "article", "fieldset", "details", "table", "figure")
INLINE = frozenset(
    "a abbr b bdi code data em i mark small span strong sub sup time tspan u".split()
)
UNREAD = ("script", "style", "template", "textarea", "select")  # no text, or values of fields
UNSENT = ("submit", "button", "image", "reset", "file")
OVER_FORM = ""  # the label of errors that are no field's


def read(response: HttpResponse, region: str = "main") -> "Page":
    """Read a region of a response; a fragment, which has none, is read as a whole."""
    source = response.content.decode()
    document = lxml.html.document_fromstring(source or "<html></html>")
    return Page(next(document.iter(region), document), source)


class Page:
    """A page, or part of one: what it says is looked for in its main region alone."""

    def __init__(self, root: HtmlElement, source: str = "") -> None:
        self.root = root
        self.source = source  # the whole response, for what must not be in it anywhere

    def __contains__(self, words: str) -> bool:
        if "<" in words or '="' in words or words.startswith("/"):
            raise ValueError(f"Markup and addresses are not text: {words}")
        return " ".join(words.split()) in self.text

    def __repr__(self) -> str:
        return f"<Page {self.text}>"

    @cached_property
    def text(self) -> str:
        """All that is said, with single spaces."""
        return words_of(self.root)

    @property
    def heading(self) -> str:
        return words_of(next(self.root.iter("h1")))

    @property
    def title(self) -> str:
        """What the browser writes over the page."""
        return words_of(next(self.root.getroottree().iter("title")))

    @property
    def headings(self) -> list[str]:
        """The headings of every height, in the order of the page."""
        return [words_of(each) for each in self.root.iter(*HEADINGS)]

    @property
    def robots(self) -> str:
        """What search engines are told."""
        return " ".join(self.root.getroottree().xpath("//meta[@name='robots']/@content"))

    def words_in(self, language: str) -> list[str]:
        """The texts that are marked as being in a language."""
        return [words_of(each) for each in self.root.xpath(".//*[@lang=$code]", code=language)]

    @property
    def notices(self) -> str:
        """Django's messages and the page's own notices, one a line."""
        return "\n".join(words_of(each) for each in self.select("notice", "messagelist"))

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the label of the field."""
        found: dict[str, str] = {}
        for mark in self.select("field__error", "errorlist", "errornote"):
            label = self._label_of_error(mark)
            found[label] = f"{found.get(label, '')} {words_of(mark)}".strip()
        for line in self.root.xpath(".//*[@class='error-summary']//li[not(a)]"):
            found[OVER_FORM] = f"{found.get(OVER_FORM, '')} {words_of(line)}".strip()
        return found

    @property
    def non_field_errors(self) -> str:
        return self.errors.get(OVER_FORM, "")

    @property
    def links(self) -> dict[str, str]:
        """The addresses by the text of their links, of which the first counts."""
        return {words_of(link): link.get("href") for link in reversed(self._links)}

    @property
    def addresses(self) -> list[str]:
        """Where all links lead."""
        return [link.get("href") for link in self._links]

    @property
    def pictures(self) -> list[str]:
        """The addresses of the pictures."""
        return self.root.xpath(".//img/@src")

    @property
    def buttons(self) -> list[str]:
        kinds = "self::button or @type='submit' or @type='button'"
        return [words_of(each) for each in self.root.xpath(f".//*[{kinds}]")]

    @property
    def fields(self) -> dict[str, str | bool]:
        """What stands in the fields, by label, as it is read there; of equals the first counts."""
        found: dict[str, str | bool] = {}
        for label in self.root.iter("label"):
            value = self._value(label)
            if value is not None:
                found.setdefault(label_text(label), value)
        return found

    @property
    def facts(self) -> dict[str, str]:
        """What lists of terms say, by term; of equals the first counts."""
        found: dict[str, str] = {}
        for term in self.root.iter("dt"):
            found.setdefault(words_of(term), words_of(next(term.itersiblings("dd"))))
        return found

    def choices(self, label: str) -> list[str]:
        """What the field of a label offers, in a list, or in boxes under a legend."""
        for each in self.root.iter("label", "legend"):
            if label_text(each) == label:
                control = each if each.tag == "legend" else self._control(each)
                return [words_of(one) for one in _offered(control)]
        raise KeyError(f"{label}, of {list(self.fields)}")

    def form(self, control: str = "") -> dict[str, str | list[str]]:
        """What the form with the named control (or the first one) would send, by name."""
        return sent_by(next(form for form in self.root.iter("form") if _has(form, control)))

    def rows(self, title: str = "") -> list[dict[str, str]]:
        """The rows of the table under a title (or of the first one), by its column headings."""
        table = next((self.section(title) if title else self).root.iter("table"))
        head, *rows = ([words_of(cell) for cell in row] for row in table.iter("tr"))
        return [dict(zip(head, row, strict=False)) for row in rows]

    def section(self, title: str) -> "Page":
        """The part that a title stands over."""
        for mark in self.root.iter(*TITLES):
            if words_of(mark) == title:
                return Page(_part(mark), self.source)
        raise KeyError(f"{title}, of {self.headings}")

    def select(self, *classes: str) -> list[HtmlElement]:
        """The elements of one of these classes, in the order of the page."""
        has = (f"contains(concat(' ', @class, ' '), ' {name} ')" for name in classes)
        return self.root.xpath(f".//*[{' or '.join(has)}]")

    @property
    def _links(self) -> list[HtmlElement]:
        return self.root.xpath(".//a[@href]")

    @cached_property
    def by_id(self) -> dict[str, HtmlElement]:
        """The elements that a link can lead to."""
        return {each.get("id"): each for each in self.root.xpath(".//*[@id]")}

    def _control(self, label: HtmlElement) -> HtmlElement | None:
        if "for" not in label.attrib:
            return next((each for each in label.iter("input", "textarea", "select")), None)
        return self.by_id.get(label.get("for"))

    def _value(self, label: HtmlElement) -> str | bool | None:
        control = self._control(label)
        if control is not None:
            return shown_value(control)
        fixed = label.xpath("following-sibling::*[@class='readonly']")
        return words_of(fixed[0]) if fixed else None

    def _label_of_error(self, mark: HtmlElement) -> str:
        field = mark.get("id", "").removesuffix("_error")
        if not field:
            return OVER_FORM
        if field in self._labels:
            return label_text(self._labels[field])
        near = "ancestor::fieldset[1][not(.//fieldset)]/legend | ../label | ../*/label"
        for place in ("ancestor::tr[1]/th", near):
            if found := mark.xpath(place):
                return label_text(found[0])
        return _column_of(mark)

    @cached_property
    def _labels(self) -> dict[str, HtmlElement]:
        """The labels by the ids of their fields; of equals the first counts."""
        return {each.get("for", ""): each for each in reversed([*self.root.iter("label")])}


def words_of(element: HtmlElement) -> str:
    """The text of an element as a browser lays it out, with single spaces."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in UNREAD or "hidden" in element.attrib:
        return
    edge = "" if element.tag in INLINE else " "
    yield edge + (element.text or "")
    if element.get("type") in ("submit", "button"):
        yield element.get("value", "") if element.tag == "input" else ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield edge


def label_text(label: HtmlElement) -> str:
    """What a field is called, without the remark whether it must be filled in."""
    bare = deepcopy(label)
    for hint in bare.xpath(".//*[@class='hint']"):
        hint.drop_tree()
    return words_of(bare).removesuffix(":")


def shown_value(control: HtmlElement) -> str | bool:
    """What a field shows: of a list the chosen texts, of a box whether it is ticked."""
    if control.tag == "select":
        return ", ".join(
            words_of(one) for one in control.iter("option") if "selected" in one.attrib
        )
    if control.get("type") in ("checkbox", "radio"):
        return "checked" in control.attrib
    return (control.value or "").removeprefix("\n")


def _offered(control: HtmlElement) -> list[HtmlElement]:
    if control.tag == "select":
        return list(control.iter("option"))
    return control.xpath("ancestor::fieldset[1]//label[input]")


def _column_of(mark: HtmlElement) -> str:
    cell = next(mark.iterancestors("td"), None)
    if cell is None:
        return OVER_FORM
    place = len(list(cell.itersiblings("td", "th", preceding=True)))
    return words_of(next(cell.iterancestors("table")).xpath(".//thead//th")[place])


def _has(form: HtmlElement, control: str) -> bool:
    return not control or bool(form.xpath(".//*[@name=$name]", name=control))


def sent_by(form: HtmlElement) -> dict[str, str | list[str]]:
    sent: dict[str, list[str]] = {}
    for control in form.iter("input", "select", "textarea"):
        if control.get("name") and "disabled" not in control.attrib:
            sent.setdefault(control.get("name"), []).extend(_values(control))
    return {
        name: values[0] if len(values) == 1 else values for name, values in sent.items() if values
    }


def _values(control: HtmlElement) -> list[str]:
    kind = control.get("type", "")
    if control.tag == "select":
        chosen = control.xpath(".//option[@selected]")
        if not chosen and "multiple" not in control.attrib:
            chosen = control.xpath(".//option[1]")
        return [option.get("value", words_of(option)) for option in chosen]
    if kind in UNSENT or (kind in ("checkbox", "radio") and "checked" not in control.attrib):
        return []
    return [
        shown_value(control) if kind not in ("checkbox", "radio") else control.get("value", "on")
    ]


def _part(mark: HtmlElement) -> HtmlElement:
    """The element that a title opens, or what follows until the next title of its height."""
    for around in mark.iterancestors(*PARTS):
        return around if next(around.iter(*TITLES)) is mark else _following(mark)
    return _following(mark)


def _following(mark: HtmlElement) -> HtmlElement:
    part = lxml.html.Element("div")
    part.append(deepcopy(mark))
    for sibling in mark.itersiblings():
        if sibling.tag in HEADINGS and sibling.tag <= mark.tag:
            break
        part.append(deepcopy(sibling))
    return part
