"""What a member sends that cannot be taken: each has its message at its place, nothing is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from core.files import documents
from core.files.photos import MAX_BYTES
from enterprises.models import Attachment, Enterprise, Machine, Product
from membership.models import Revision
from tests.backoffice import form_of
from tests.editing import owner_of, page_of, review, reviewing, saved, submit
from tests.factories.enterprises import AttachmentFactory, EnterpriseFactory
from tests.factories.membership import PDF
from tests.pages import read
from tests.pictures import photo
from tests.pictures import saved as picture_file

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00\x03 This program cannot be run in DOS mode."
NO_PHOTO = "Tệp không phải ảnh JPEG, PNG hoặc WebP, hoặc đã hỏng."
NO_DOCUMENT = "Tệp không phải PDF, JPEG hoặc PNG, hoặc đã hỏng."
PHOTOS = {
    "svg": ("anh.svg", SVG, NO_PHOTO),
    "svg called png": ("anh.png", SVG, NO_PHOTO),
    "program": ("anh.jpg", PROGRAM, NO_PHOTO),
    "cut": ("anh.jpg", photo(size=(400, 300))[:-600], NO_PHOTO),
    "ending": ("anh.jpg", photo("PNG"), "Đuôi tệp không khớp với nội dung ảnh."),
    "empty": ("anh.jpg", b"", "Tập tin được gửi là rỗng."),
    "heavy": ("anh.jpg", photo() + b"0" * MAX_BYTES, "Ảnh lớn hơn 5 MB. Hãy giảm kích thước ảnh."),
    "30 megapixels": (
        "anh.png",
        picture_file(Image.new("1", (6_000, 5_000)), "PNG"),
        "Ảnh có quá nhiều điểm ảnh (tối đa 25 triệu). Hãy thu nhỏ ảnh rồi tải lên lại.",
    ),
}
DOCUMENTS = {
    "pdf that is a program": ("ca-ta-lo.pdf", PROGRAM, NO_DOCUMENT),
    "cut pdf": ("ca-ta-lo.pdf", PDF[:-8], NO_DOCUMENT),
    "svg": ("ban-ve.svg", SVG, NO_DOCUMENT),
    "svg called png": ("ban-ve.png", SVG, NO_DOCUMENT),
    "ending": ("ca-ta-lo.png", PDF, "Đuôi tệp không khớp với nội dung tệp."),
    "program beside": ("ca-ta-lo.pdf.exe", PDF, "Đuôi tệp không khớp với nội dung tệp."),
    "empty": ("ca-ta-lo.pdf", b"", "Tập tin được gửi là rỗng."),
    "heavy": (
        "ca-ta-lo.pdf",
        b"%PDF-" + b"0" * documents.MAX_BYTES + b"%%EOF",
        "Tệp lớn hơn 10 MB. Hãy giảm dung lượng tệp.",
    ),
}


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(products=["Trục"])


@pytest.fixture
def owner(enterprise) -> Client:
    return owner_of(enterprise)


@pytest.mark.parametrize(("name", "data", "message"), PHOTOS.values(), ids=PHOTOS)
def test_a_photo_that_is_none_is_refused_at_its_field(owner, enterprise, name, data, message):
    typed = {"products-0-name_vi": "Trục cam", "products-0-photo": SimpleUploadedFile(name, data)}
    page = saved(owner, enterprise, "products", **typed)
    assert page.status_code == 200
    assert page.context["form"].errors[0] == {"photo": [message]}
    text = read(page)
    assert text.form()["products-0-name_vi"] == "Trục cam"
    assert "hãy chọn lại trước khi lưu" in text.notices
    assert not Revision.objects.exists()


@pytest.mark.parametrize(("name", "data", "message"), PHOTOS.values(), ids=PHOTOS)
def test_the_back_office_refuses_it_too(staff_client, enterprise, name, data, message):
    address = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
    form = form_of(staff_client, address) | {"products-0-photo": SimpleUploadedFile(name, data)}
    page = staff_client.post(address, form)
    errors = [inline.formset.errors for inline in page.context["inline_admin_formsets"]]
    assert errors[0] == [{"photo": [message]}]
    assert not Product.objects.get().photo


@pytest.mark.parametrize(("name", "data", "message"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_file_that_is_no_document_is_refused_at_its_field(owner, enterprise, name, data, message):
    typed = {
        "files-0-title_vi": "Ca-ta-lô 2026",
        "files-0-kind": "catalogue",
        "files-0-file": SimpleUploadedFile(name, data),
    }
    page = saved(owner, enterprise, "files", **typed)
    assert page.context["form"].errors[0] == {"file": [message]}
    assert read(page).form()["files-0-title_vi"] == "Ca-ta-lô 2026"
    assert not Revision.objects.exists()


def test_what_was_there_before_stays_in_sight_beside_a_mistake(owner, enterprise):
    attachment = AttachmentFactory(enterprise=enterprise)
    page = saved(owner, enterprise, "files", **{"files-1-title_vi": "Chưa có tệp"})
    assert page.status_code == 200
    assert read(page).links["Tệp đang dùng"] == attachment.file.url


def test_a_file_that_is_missing_is_asked_for(owner, enterprise):
    page = saved(owner, enterprise, "files", **{"files-0-title_vi": "Ca-ta-lô"})
    assert set(page.context["form"].errors[0]) == {"kind", "file"}


def test_a_photo_can_be_taken_away_again(owner, enterprise):
    product = enterprise.products.get()
    product.photo.save("anh.png", SimpleUploadedFile("anh.png", photo("PNG")))
    saved(owner, enterprise, "products", **{"products-0-photo-clear": "on"})
    assert Revision.objects.get().content["products"][0]["photo"] is None
    review(reviewing(), submit(owner, enterprise), approve_all="1")
    product.refresh_from_db()
    assert not product.photo


def rows(number: int) -> dict:
    """So many products, as a program would paste them."""
    filled = ("name_vi", "name_en", "description_vi", "description_en", "hs_code", "size_min",
              "size_max", "size_unit", "tolerance", "tolerance_unit", "monthly_capacity",
              "monthly_unit", "id")  # fmt: skip
    data = {f"products-{n}-{name}": "" for n in range(number) for name in filled}
    return data | {f"products-{n}-name_vi": f"Sản phẩm {n}" for n in range(number)}


def test_too_many_pasted_products_come_back_whole_with_a_message(owner, enterprise):
    page = saved(owner, enterprise, "products", **rows(201), **{"products-TOTAL_FORMS": "201"})
    assert page.status_code == 200
    [message] = page.context["form"].non_form_errors()
    assert message.startswith("Phần này có nhiều nhất 200 dòng. Chưa lưu gì")
    text = read(page)
    assert message in text.non_field_errors
    kept = text.form()
    assert all(kept[f"products-{n}-name_vi"] == f"Sản phẩm {n}" for n in range(201))
    assert not Revision.objects.exists()


def test_of_too_many_the_first_two_hundred_can_be_kept(owner, enterprise):
    struck = {f"products-{n}-DELETE": "on" for n in range(200, 220)}
    page = saved(
        owner, enterprise, "products", **rows(220), **struck, **{"products-TOTAL_FORMS": "220"}
    )
    assert page.status_code == 302
    assert len(Revision.objects.get().content["products"]) == 200


def test_more_fields_than_any_form_has_get_a_page_that_says_what_to_do(owner, enterprise):
    many = {f"products-{n}-name_vi": f"Sản phẩm {n}" for n in range(10_100)}
    page = saved(owner, enterprise, "products", **many)
    text = read(page)
    assert page.status_code == 413
    assert "Biểu mẫu gửi lên quá lớn" in text.heading
    assert "Hãy bỏ bớt dòng hoặc tệp rồi gửi làm nhiều lần" in text


def test_more_files_than_a_request_may_hold_get_the_same_page(owner, enterprise):
    files = {f"files-{n}-file": SimpleUploadedFile("a.pdf", PDF) for n in range(101)}
    page = saved(owner, enterprise, "files", **files)
    assert (page.status_code, "quá lớn" in read(page).heading) == (413, True)


def test_more_than_twenty_files_are_refused(owner, enterprise):
    typed = {"files-TOTAL_FORMS": str(Attachment.MAX_NUMBER + 1)}
    for n in range(Attachment.MAX_NUMBER + 1):
        typed |= {f"files-{n}-title_vi": f"Bản vẽ {n}", f"files-{n}-kind": "drawing"}
        typed[f"files-{n}-file"] = SimpleUploadedFile("a.pdf", PDF)
    page = saved(owner, enterprise, "files", **typed)
    assert "nhiều nhất 20 dòng" in page.context["form"].non_form_errors()[0]
    assert read(page).form()["files-20-title_vi"] == "Bản vẽ 20"
    assert page_of(enterprise, "files") == page.request["PATH_INFO"]


def test_a_year_to_come_is_refused_at_its_field(owner, enterprise):
    """The last year that a machine or an enterprise can be of is this one."""
    next_year = str(localdate().year + 1)
    page = saved(owner, enterprise, "identity", founding_year=next_year)
    assert page.context["form"].errors == {
        "founding_year": ["Năm thành lập không thể sau năm nay."]
    }
    assert read(page).form()["founding_year"] == next_year
    machine = Machine(enterprise=enterprise, year=localdate().year + 1)
    with pytest.raises(ValidationError, match="Năm sản xuất không thể sau năm nay"):
        machine.clean_fields(exclude={"kind", "model"})
