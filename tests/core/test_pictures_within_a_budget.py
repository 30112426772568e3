"""What pictures of one post may cost: counted before any of them is unpacked."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageFile

from core.files import photos, pictures
from core.files.documents import validate_document
from core.files.photos import MAX_IN_POST, PhotoField
from tests.pictures import photo, saved

WIDE = saved(Image.new("L", (5_000, 5_000)), "WEBP")


class PhotoRowForm(forms.Form):
    photo = PhotoField(required=False)


Rows = forms.formset_factory(PhotoRowForm)


def answers(*files: tuple[str, bytes]) -> list[dict]:
    """The errors of a page that sends these pictures, one a row."""
    data = {"form-TOTAL_FORMS": len(files), "form-INITIAL_FORMS": 0}
    sent = MultiValueDict(
        {f"form-{n}-photo": [SimpleUploadedFile(*file)] for n, file in enumerate(files)}
    )
    return [dict(errors) for errors in Rows(data, sent).errors]


@pytest.fixture
def unpacked(monkeypatch) -> list:
    """Every picture that is unpacked."""
    seen, fitted = [], photos.fitted

    def counted(file, most):
        seen.append(file.name)
        return fitted(file, most)

    monkeypatch.setattr(photos, "fitted", counted)
    return seen


def test_many_huge_pictures_are_refused_before_one_is_unpacked(unpacked):
    files = [(f"{n}.webp", WIDE) for n in range(5)]
    words = ["Các ảnh gửi cùng lúc có quá nhiều điểm ảnh. Hãy gửi làm nhiều lần."]
    assert answers(*files) == [{"photo": words}] * 5
    assert unpacked == []


def test_their_number_is_looked_at_first(unpacked, monkeypatch):
    monkeypatch.setattr(photos, "work_of", None)  # not one is opened
    files = [(f"{n}.png", b"") for n in range(MAX_IN_POST)] + [("a.PNG", photo("PNG"))] * 60
    files = [(name, data or photo("PNG")) for name, data in files]
    assert answers(*files)[0] == {
        "photo": ["Mỗi lần gửi nhiều nhất 30 ảnh. Hãy gửi làm nhiều lần."]
    }
    assert unpacked == []


def test_what_telephones_make_comes_in_as_many_as_may_be(unpacked):
    picture = saved(Image.new("RGB", (4_000, 3_000), "red"), "JPEG")
    sent = [(f"{n}.jpg", picture) for n in range(12)]
    assert answers(*sent) == [{}] * 12
    assert len(unpacked) == 12


def test_one_bad_picture_does_not_keep_the_others_out():
    first, second = answers(("a.png", b"khong phai anh"), ("b.png", photo("PNG")))
    assert second == {}
    assert "không phải ảnh" in first["photo"][0]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_frames_of_an_animated_picture_count(form, unpacked):
    frames = [Image.new("L", (3_000, 3_000), shade) for shade in (0, 99, 200)]
    moving = saved(frames[0], form, save_all=True, append_images=frames[1:])
    name = f"a.{form.lower()}"
    words = "Ảnh có quá nhiều điểm ảnh (tối đa 25 triệu). Hãy thu nhỏ ảnh rồi tải lên lại."
    assert answers((name, moving)) == [{"photo": [words]}]
    assert answers((name, saved(frames[0], form))) == [{}]
    assert unpacked == [name]


def test_a_jpeg_that_is_read_over_and_over_is_refused(unpacked, monkeypatch):
    monkeypatch.setattr(pictures, "_MAX_SCANS", 9)
    picture = saved(Image.new("RGB", (64, 64), "red"), "JPEG", progressive=True)
    assert answers(("a.jpg", picture))[0]["photo"]
    monkeypatch.setattr(pictures, "_MAX_SCANS", 10)
    assert answers(("a.jpg", picture)) == [{}]
    assert unpacked == ["a.jpg"]


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_document_is_never_unpacked(form, monkeypatch):
    scan = SimpleUploadedFile(f"a.{form.lower()}", photo(form, size=(3_000, 2_000)))
    monkeypatch.setattr(ImageFile.ImageFile, "load", None)
    validate_document(scan)
