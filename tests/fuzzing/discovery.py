"""The forms of the portal, found by following its links as somebody who may open them."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve
from lxml.html import HtmlElement

from tests.pages import read, sent_by

NO_PAGES = (".csv", ".xlsx", ".json", ".pdf", ".atom", ".docx", ".svg", ".zip")


@dataclass
class Control:
    """A field as the page sends it."""

    name: str
    kind: str  # the input's type, `textarea` or `select`


@dataclass
class FoundForm:
    """A form of a page, with what it would send untouched."""

    page: str  # where it was found
    action: str
    method: str
    controls: list[Control]
    initial: dict[str, str | list[str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.method} {self.action} on {self.page}>"

    @property
    def has_files(self) -> bool:
        return any(control.kind == "file" for control in self.controls)


def everywhere(page: str, link: str) -> bool:
    return True


def forms_found(
    client: Client, starts: list[str], follow: Callable[[str, str], bool] = everywhere
) -> list[FoundForm]:
    """Follow the links from some pages, to one page of each view; every form that is there."""
    waiting, seen, found = deque(starts), set(), {}
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        response = client.get(address, follow=True)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = read(response, "body")
        for form in forms_on(page.root, address):
            found.setdefault((kind_of(form.action), form.method, _names(form)), form)
        links = (urljoin(address, link) for link in page.addresses)
        waiting.extend(link for link in links if follow(address, link))
    return list(found.values())


def kind_of(address: str) -> tuple | None:
    """Return the view of an address and which part of it; None for what is no page of ours."""
    parts = urlsplit(urldefrag(address).url)
    if parts.netloc or parts.path.endswith(NO_PAGES) or parts.path.startswith(("/en/", "/anh/")):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return (match.view_name, match.kwargs.get("part"))


def forms_on(root: HtmlElement, address: str) -> list[FoundForm]:
    """Return the forms of a page that send anything."""
    return [
        FoundForm(
            address,
            urljoin(address, form.get("action") or ""),
            form.get("method", "get").lower(),
            _controls(form),
            sent_by(form),
        )
        for form in root.iter("form")
        if "logout" not in form.get("action", "")
    ]


def _controls(form: HtmlElement) -> list[Control]:
    return [
        Control(control.get("name"), _kind(control))
        for control in form.iter("input", "select", "textarea")
        if is_open(control) and control.get("name") != "csrfmiddlewaretoken"
    ]


def is_open(control: HtmlElement) -> bool:
    """Whether people fill it in: no trap for robots, nor the empty row that the browser copies."""
    name, style = control.get("name", ""), control.get("class", "")
    closed = {"disabled", "readonly"} & {*control.attrib} or control.get("tabindex") == "-1"
    return bool(name) and "__prefix__" not in name and style != "hidden" and not closed


def _kind(control: HtmlElement) -> str:
    return control.get("type", "text") if control.tag == "input" else control.tag


def _names(form: FoundForm) -> tuple[str, ...]:
    return tuple(sorted({control.name for control in form.controls}))
