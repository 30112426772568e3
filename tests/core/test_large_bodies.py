"""A body that no form of the portal sends is refused by its length, whatever the page."""

import pytest
from django.conf import settings
from django.test import Client

from tests.pages import read

LONGEST = settings.REQUEST_MAX_BYTES


@pytest.mark.parametrize("path", ["/", "/tai-khoan/dang-nhap/", "/quan-tri/", "/khong-co/"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=a", "application/json"])
def test_a_longer_body_gets_the_portals_own_page(client: Client, path: str, kind: str):
    page = client.post(path, b"", content_type=kind, CONTENT_LENGTH=str(LONGEST + 1))
    assert page.status_code == 413
    assert read(page).heading == "Biểu mẫu gửi lên quá lớn"


def test_it_says_so_in_the_readers_language(client: Client):
    page = client.post("/en/", b"", content_type="text/plain", CONTENT_LENGTH=str(LONGEST + 1))
    assert read(page).heading == "The form sent is too large"


def test_the_longest_body_is_taken(client: Client):
    page = client.post("/khong-co/", b"", content_type="text/plain", CONTENT_LENGTH=str(LONGEST))
    assert page.status_code == 404
