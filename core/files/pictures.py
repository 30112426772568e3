"""Pictures from outside: upright, in common colours, fitted into a size and never cut."""

import io
import struct
from math import ceil
from typing import IO

from PIL import ExifTags, Image, ImageCms

MAX_PIXELS = 25_000_000  # of one picture, its frames together: a small file can hold gigabytes
_MAX_SCANS = 100  # of a JPEG, each read over the whole picture; a program writes about ten
FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
# What Pillow raises where a file is no picture, or a broken one.
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError
)  # fmt: skip
_OPTIONS = {
    "JPEG": {"quality": 85, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 80},
    "AVIF": {"quality": 60, "speed": 8},
}
# By what a camera says of how it was held.
_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")


def work_of(file: IO[bytes], most: tuple[int, int]) -> int:
    """Return how many pixels are unpacked to fit the picture; nothing is unpacked for that."""
    file.seek(0)
    with Image.open(file, formats=list(FORMATS)) as image:
        _refuse_huge(image, file)
        _unpack_no_larger(image, most)
        return _pixels(image)


def fitted(file: IO[bytes], most: tuple[int, int]) -> Image.Image:
    """Return the whole picture within so many pixels, without the file's metadata.

    Raises one of `BROKEN`, before anything is unpacked, where that would take too long.
    """
    with Image.open(file, formats=list(FORMATS)) as image:
        _refuse_huge(image, file)
        _unpack_no_larger(image, most)
        image.load()
        picture = _workable(_upright(image))
    picture.thumbnail(most)
    picture = _in_common_colours(picture)
    picture.info = {}  # place, camera, comments: some formats would write them again
    return picture


def format_of(image: Image.Image) -> str:
    """Return an opened file's format; a JPEG in which telephones hide more pictures stays one."""
    return "JPEG" if image.format == "MPO" else image.format or ""


def encoded(picture: Image.Image, file_format: str) -> bytes:
    """Return the picture as a file of this format, on white where it has no transparency."""
    if file_format == "JPEG" and picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    file = io.BytesIO()
    picture.save(file, file_format, **_OPTIONS[file_format])
    return file.getvalue()


def _unpack_no_larger(image: Image.Image, most: tuple[int, int]) -> None:
    """Have a JPEG unpacked no larger than is needed, upright or as the camera was held."""
    width, height = image.size
    boxes = (most, most[::-1])
    share = max(min(across / width, down / height) for across, down in boxes)
    image.draft("RGB", (ceil(width * share), ceil(height * share)))


def _refuse_huge(image: Image.Image, file: IO[bytes]) -> None:
    if _pixels(image) > MAX_PIXELS:
        raise Image.DecompressionBombError("too many pixels")
    if format_of(image) == "JPEG" and _scans(file) > _MAX_SCANS:
        raise Image.DecompressionBombError("too many scans")


def _pixels(image: Image.Image) -> int:
    """Return the pixels of all frames; of the pictures in a telephone's JPEG the first is read."""
    frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    return image.width * image.height * frames


def _scans(file: IO[bytes]) -> int:
    place = file.tell()
    file.seek(0)
    found = file.read().count(b"\xff\xda")
    file.seek(place)
    return found


def _upright(image: Image.Image) -> Image.Image:
    """As it was seen. ImageOps.exif_transpose would fail on odd values that have no part in it."""
    turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    return image if turn is None else image.transpose(turn)


def _workable(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller; inks stay inks until their profile is applied."""
    if image.mode in ("CMYK", _mode(image)):
        return image
    if image.mode == "I;16":
        image = image.point(lambda value: value / 256)
    return image.convert(_mode(image))


def _in_common_colours(image: Image.Image) -> Image.Image:
    """In sRGB, so that the colours stay what they were without the file's own profile."""
    profile = image.info.get("icc_profile")
    converted = _converted(image, profile) if profile else None
    return converted or image.convert(_mode(image))


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """In sRGB by its profile; None for a broken profile, or one of other colours."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, _SRGB, outputMode=_mode(image))
    except (ImageCms.PyCMSError, OSError):
        return None


def _mode(image: Image.Image) -> str:
    return "RGBA" if image.has_transparency_data else "RGB"
