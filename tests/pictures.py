"""Pictures as telephones and programs make them, with all that they tell beside their points."""

import io

from PIL import Image, PngImagePlugin

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
SECRET = "10 do 38 phut"


def told(orientation: int) -> Image.Exif:
    """What a telephone writes into a photo: how it was held, who made it, where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, SECRET
    exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (10.0, 38.0, 24.0)
    return exif


def photo(form: str = "JPEG", size: tuple[int, int] = (80, 40), orientation: int = 1) -> bytes:
    """A picture, red on the left and blue on the right, with place, camera and comments."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    more = {"exif": told(orientation)}
    if form == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", SECRET)
    if form == "JPEG":
        more["comment"] = SECRET.encode()
    return saved(picture, form, **more)


def saved(picture: Image.Image, form: str, **more) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **more)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
