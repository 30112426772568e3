"""Thumbnails: made at the first request, whole, in fixed sizes, kept beside their photo."""

from contextlib import nullcontext
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from core.file_views import photo as photo_page
from core.files import photo_access, thumbnails
from core.files.storage import WholeFileStorage
from core.files.thumbnails import FORMATS, WIDTHS, photo_of, thumbnail_name
from tests.pictures import opened, photo, saved


@pytest.fixture(autouse=True)
def public(monkeypatch):
    """Who may see which photo is the apps' affair (tests/enterprises/test_photo_access.py)."""
    monkeypatch.setattr(photo_access, "_public", [lambda name: True])


@pytest.fixture
def stored() -> str:
    """A photo as it was kept before there were thumbnails: held sideways, with its place."""
    return default_storage.save(
        "san-pham/cu.jpg", ContentFile(photo(size=(900, 600), orientation=6))
    )


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder on the disk in the place of the tests' memory."""
    monkeypatch.setattr(thumbnails, "default_storage", WholeFileStorage(location=tmp_path))
    return tmp_path


def asked(client, name: str):
    return client.get(f"/anh/{name}")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("width", WIDTHS)
def test_an_old_photo_is_made_small_when_somebody_asks(client, stored, width, form):
    name = thumbnail_name(stored, width, form)
    assert not default_storage.exists(name)
    answer = asked(client, name)
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"image/{form}"
    assert answer["Cache-Control"] == "public, max-age=86400"
    picture = opened(b"".join(answer.streaming_content))
    assert picture.format == FORMATS[form]
    assert picture.size == (width // 2, width * 3 // 4), "upright, whole, in a box of 4 to 3"
    assert not dict(picture.getexif())
    assert default_storage.exists(name)


def test_a_thumbnail_is_made_once(client, stored, monkeypatch):
    name = thumbnail_name(stored, 240, "webp")
    first = b"".join(asked(client, name).streaming_content)
    monkeypatch.setattr(thumbnails, "fitted", None)
    assert b"".join(asked(client, name).streaming_content) == first


def test_a_small_photo_is_not_blown_up(client):
    small = default_storage.save("san-pham/nho.png", ContentFile(photo("PNG")))
    answer = asked(client, thumbnail_name(small, 720, "avif"))
    assert opened(b"".join(answer.streaming_content)).size == (80, 40)


@pytest.mark.parametrize(
    "ending",
    [
        ".241.webp", ".2400.webp", ".webp", ".480.jpg", ".480.png", ".480.gif", ".480",
        ".-480.avif", ".480.avif.240.webp", ".480.webp.240.webp", ".240.avif.avif", ".0240.avif",
        ".٢٤٠.avif",
    ],
)  # fmt: skip
def test_no_other_size_or_format_exists(client, stored, ending):
    for width in WIDTHS:
        asked(client, thumbnail_name(stored, width, "webp"))
    before = default_storage.listdir("san-pham")
    assert asked(client, stored + ending).status_code == 404
    assert default_storage.listdir("san-pham") == before


def test_no_thumbnail_of_what_is_no_photo(client):
    default_storage.save("san-pham/hong.png", ContentFile(b"<script>"))
    default_storage.save("san-pham/cut.jpg", ContentFile(photo(size=(400, 300))[:-600]))
    for name in ("khong-co.jpg", "hong.png", "cut.jpg", "../bi-mat.png", "trang.html"):
        assert asked(client, f"san-pham/{name}.240.webp").status_code == 404


@pytest.mark.parametrize("name", ["../bi-mat.png.240.webp", "/etc/anh.png.240.avif", "a/../b.png"])
def test_no_name_leads_out_of_the_folder(folder, name):
    (folder.parent / "bi-mat.png").write_bytes(photo("PNG"))
    with pytest.raises(Http404):
        photo_page(RequestFactory().get("/anh/x"), name)


def test_a_name_tells_its_photo():
    assert photo_of("san-pham/a.jpeg.480.avif") == "san-pham/a.jpeg"
    for name in ("san-pham/a.jpeg", "san-pham/a.gif.480.avif", "san-pham/a.jpg.481.avif"):
        assert photo_of(name) == ""


def test_two_who_ask_at_once_get_the_whole_thumbnail_and_leave_one(folder, monkeypatch):
    thumbnails.default_storage.save("san-pham/a.jpg", ContentFile(photo(size=(900, 600))))
    together, answers = Barrier(2), []

    def fitted_at_once(*args):
        together.wait(10)  # both have seen that there is none
        return fitted(*args)

    fitted = thumbnails.fitted
    monkeypatch.setattr(thumbnails, "fitted", fitted_at_once)
    monkeypatch.setattr(thumbnails, "_making", nullcontext())  # as two processes have no lock

    def ask():
        answer = photo_page(RequestFactory().get("/anh/x"), "san-pham/a.jpg.480.webp")
        answers.append(b"".join(answer.streaming_content))

    both = [Thread(target=ask) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(30)
    assert len(answers) == 2
    assert [opened(answer).size for answer in answers] == [(480, 320)] * 2
    names = {path.name for path in (folder / "san-pham").iterdir()}
    assert names == {"a.jpg", "a.jpg.480.webp"}


def test_a_process_makes_one_at_a_time(folder, monkeypatch):
    thumbnails.default_storage.save("san-pham/a.jpg", ContentFile(photo(size=(900, 600))))
    fitted, busy, most = thumbnails.fitted, [], []

    def counted(*args):
        busy.append(1)
        most.append(len(busy))
        picture = fitted(*args)
        busy.pop()
        return picture

    monkeypatch.setattr(thumbnails, "fitted", counted)
    names = [f"san-pham/a.jpg.{width}.webp" for width in (240, 240, 480, 720)]
    threads = [Thread(target=thumbnails.opened, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == [1, 1, 1], "three sizes, one after the other"


def test_no_thumbnail_of_what_would_take_too_long(client):
    bomb = saved(Image.new("1", (25_001, 1_000)), "PNG")
    default_storage.save("san-pham/bom.png", ContentFile(bomb))
    assert asked(client, "san-pham/bom.png.240.webp").status_code == 404


def test_nobody_reads_half_of_a_file_that_is_being_written(folder):
    storage, seen = thumbnails.default_storage, []

    class Slow(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"first"
            seen.append(storage.exists("san-pham/a.webp"))
            yield b"second"

    storage.save("san-pham/a.webp", Slow(b"firstsecond"))
    assert seen == [False]
    assert storage.open("san-pham/a.webp").read() == b"firstsecond"
    assert [path.name for path in (folder / "san-pham").iterdir()] == ["a.webp"]
