"""Who may see which photo: the apps whose records show photos know, and register it.

In an AppConfig.ready: `photo_access.register(is_public)` and `photo_access.register_reader(reads)`.
"""

from collections.abc import Callable

from django.http import HttpRequest

IsPublic = Callable[[str], bool]
Reads = Callable[[str, HttpRequest], bool]
_public: list[IsPublic] = []
_readers: list[Reads] = []


def register(is_public: IsPublic) -> None:
    """Add how an app knows that something public shows a photo, by the name of its file."""
    _public.append(is_public)


def register_reader(reads: Reads) -> None:
    """Add how an app knows who else may see a photo."""
    _readers.append(reads)


def is_public(name: str) -> bool:
    """Whether everybody sees the photo on some page."""
    return any(judge(name) for judge in _public)


def may_see(name: str, request: HttpRequest) -> bool:
    """Whether this person sees the photo on some page of theirs."""
    return request.user.is_authenticated and any(reads(name, request) for reads in _readers)
