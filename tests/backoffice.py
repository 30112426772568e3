"""The back office's pages as a browser fills them in."""

from tests.pages import read


def form_of(client, path: str) -> dict:
    """The change page's fields as the browser would send them back unchanged."""
    return read(client.get(path)).form()
