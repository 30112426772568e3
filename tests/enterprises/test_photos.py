"""A photo is kept upright, whole, of sane size, and tells nothing but what it shows."""

from zlib import crc32

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms

from core.files.photos import MAX_BYTES, MAX_SIZE, PhotoField, cleaned
from enterprises.models import Product
from tests.backoffice import form_of
from tests.editing import owner_of, review, reviewing, submit
from tests.editing import saved as saved_part
from tests.factories.enterprises import EnterpriseFactory
from tests.pictures import SECRET, opened, photo, saved

SIDEWAYS = photo(size=(3_000, 2_000), orientation=6)
RED, BLUE = (255, 0, 0), (0, 0, 255)
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}


def stored(data: bytes, name: str = "anh.jpg") -> bytes:
    return cleaned(SimpleUploadedFile(name, data)).read()


def refused(data: bytes, name: str = "anh.jpg") -> str:
    with pytest.raises(ValidationError) as error:
        stored(data, name)
    return error.value.messages[0]


def is_near(one: tuple, other: tuple) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one[:3], other[:3], strict=True))


def is_clean(product: Product) -> bool:
    """Whether the photo is kept as SIDEWAYS should be."""
    data = product.photo.read()
    picture = opened(data)
    upright = picture.size == (1_067, 1_600)
    return upright and SECRET.encode() not in data and not dict(picture.getexif())


@pytest.mark.django_db
def test_both_doors_take_a_photo_in_clean(staff_client):
    enterprise = EnterpriseFactory(products=["Trục"])
    owner, typed = owner_of(enterprise), SimpleUploadedFile("IMG 0001.JPG", SIDEWAYS)
    saved_part(owner, enterprise, "products", **{"products-0-photo": typed})
    review(reviewing(), submit(owner, enterprise), approve_all="1")
    assert is_clean(Product.objects.get())

    address = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
    before = Product.objects.get().photo.name
    typed = {"products-0-photo": SimpleUploadedFile("IMG 0001.JPG", SIDEWAYS)}
    assert staff_client.post(address, form_of(staff_client, address) | typed).status_code == 302
    product = Product.objects.get()
    assert is_clean(product)
    assert product.photo.name != before
    assert "IMG" not in product.photo.name


@pytest.mark.parametrize("form", ENDINGS)
def test_place_camera_and_comments_are_gone(form):
    before = photo(form)
    assert SECRET.encode() in before
    after = stored(before, f"anh{ENDINGS[form]}")
    picture = opened(after)
    picture.load()
    assert picture.format == form
    assert SECRET.encode() not in after
    assert not dict(picture.getexif())
    assert not {"exif", "xmp", "comment", "Comment", "icc_profile"} & picture.info.keys()


@pytest.mark.parametrize("form", ENDINGS)
def test_a_photo_taken_sideways_stands_upright(form):
    picture = opened(stored(photo(form, orientation=6), f"anh{ENDINGS[form]}")).convert("RGB")
    assert picture.size == (40, 80)
    assert is_near(picture.getpixel((20, 5)), RED)
    assert is_near(picture.getpixel((20, 75)), BLUE)


@pytest.mark.parametrize(
    ("size", "stored_size"),
    [((4_000, 2_000), (1600, 800)), ((500, 4_000), (200, 1600)), ((80, 40), (80, 40))],
)
def test_a_large_photo_is_made_smaller_and_never_cut(size, stored_size):
    picture = opened(stored(photo(size=size)))
    assert picture.size == stored_size
    assert max(stored_size) <= max(MAX_SIZE)
    width, height = stored_size
    assert is_near(picture.getpixel((2, height // 2)), RED)
    assert is_near(picture.getpixel((width - 3, height // 2)), BLUE)


def test_a_transparent_ground_stays_transparent():
    ghost = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    for form in ("PNG", "WEBP"):
        picture = opened(stored(saved(ghost, form), f"anh{ENDINGS[form]}"))
        assert picture.convert("RGBA").getpixel((5, 5))[3] == 0
    palette = saved(ghost.quantize(), "PNG", transparency=0)
    assert opened(stored(palette, "anh.png")).convert("RGBA").getpixel((5, 5))[3] == 0


def test_colours_of_another_profile_and_of_inks_stay_what_they_were():
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = saved(Image.new("RGB", (9, 9), (90, 120, 150)), "PNG", icc_profile=srgb)
    assert opened(stored(grey, "anh.png")).getpixel((4, 4)) == (90, 120, 150)
    other = ImageCms.ImageCmsProfile(lab).tobytes()
    odd = saved(Image.new("RGB", (9, 9), (90, 120, 150)), "PNG", icc_profile=other)
    assert opened(stored(odd, "anh.png")).getpixel((4, 4)) == (90, 120, 150)
    inks = saved(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG")
    assert is_near(opened(stored(inks)).getpixel((4, 4)), RED)


def test_sixteen_bits_a_point_do_not_turn_white():
    deep = saved(Image.new("I;16", (9, 9), 30_000), "PNG")
    assert opened(stored(deep, "anh.png")).getpixel((4, 4)) == (117, 117, 117)


def test_a_telephones_photo_with_another_behind_it_is_a_jpeg():
    two = saved(
        Image.new("RGB", (30, 20), "red"),
        "MPO",
        save_all=True,
        append_images=[Image.new("RGB", (9, 9))],
    )
    assert opened(two).format == "MPO"
    assert opened(stored(two)).size == (30, 20)


def test_a_long_file_name_is_no_obstacle():
    field = PhotoField(max_length=100)
    name = f"{'bản vẽ ' * 30}.jpg"
    assert field.clean(SimpleUploadedFile(name, photo())).name.endswith(".jpg")


def test_a_photo_of_thirty_megapixels_is_refused():
    large = saved(Image.new("1", (6_000, 5_000)), "PNG")
    assert "tối đa 25 triệu" in refused(large, "anh.png")
    assert stored(saved(Image.new("1", (5_000, 5_000)), "PNG"), "anh.png")


def test_a_file_that_unpacks_to_gigabytes_is_refused_unopened():
    head = saved(Image.new("1", (1, 1)), "PNG")
    told = b"IHDR" + (60_000).to_bytes(4) * 2 + head[24:29]
    bomb = head[:12] + told + crc32(told).to_bytes(4) + head[33:]
    assert "tối đa 25 triệu" in refused(bomb, "anh.png")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (SVG, "anh.svg", "không phải ảnh JPEG, PNG hoặc WebP"),
        (SVG, "anh.png", "không phải ảnh JPEG, PNG hoặc WebP"),
        (b"MZ\x90\x00 this is a program", "anh.jpg", "không phải ảnh JPEG, PNG hoặc WebP"),
        (photo(size=(400, 300))[:-600], "anh.jpg", "đã hỏng"),
        (photo("PNG", size=(400, 300))[:-60], "anh.png", "đã hỏng"),
        (photo("PNG"), "anh.jpg", "Đuôi tệp không khớp"),
        (photo(), "anh.jpg.exe", "Đuôi tệp không khớp"),
        (photo() + b"0" * MAX_BYTES, "anh.jpg", "lớn hơn 5 MB"),
        (saved(Image.new("RGB", (9, 9)), "GIF"), "anh.gif", "không phải ảnh JPEG, PNG hoặc WebP"),
    ],
    ids=[
        "svg",
        "svg as png",
        "program",
        "cut jpeg",
        "cut png",
        "png as jpg",
        "exe",
        "heavy",
        "gif",
    ],
)
def test_what_is_no_whole_photo_is_refused_with_its_reason(data, name, message):
    assert message in refused(data, name)
