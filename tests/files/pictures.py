"""Makers of pictures for the tests: good ones, and ones that try something."""

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"secret-place-52.9225N"


def scene(width: int = 1000, height: int = 700, mode: str = "RGB") -> Image.Image:
    """A picture of which each corner is known: red is left, blue is right, and it is darker below."""
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    return Image.merge("RGB", (red, Image.new("L", (width, height), 60), red.point(lambda value: 255 - value))).convert(mode)


def written(picture: Image.Image, form: str, **how) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def photograph(**how) -> bytes:
    return written(scene(), "JPEG", **how)


def with_place() -> bytes:
    """A photograph that tells where it was taken, by what camera, and a remark."""
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    exif[0x9286] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 55.0, 21.0), 3: "W", 4: (1.0, 28.0, 36.0)})
    return photograph(exif=exif, comment=SECRET)


def turned() -> bytes:
    """A photograph taken with the telephone held upright: wider than high as stored, higher than wide as meant."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return photograph(exif=exif)


def with_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return photograph(icc_profile=profile)


def two_exposures() -> bytes:
    """What some telephones write: two JPEGs in one file (MPO)."""
    return written(scene(), "MPO", save_all=True, append_images=[scene(500, 350)])


def with_words() -> bytes:
    """A PNG with words packed into it."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode(), zip=False)
    return written(scene(), "PNG", pnginfo=words)


def moving(form: str) -> bytes:
    return written(scene(100, 100), form, save_all=True, append_images=[Image.new("RGB", (100, 100))], duration=100)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def announcing(width: int, height: int, content: bytes = b"") -> bytes:
    """A PNG that says it has this size, and hardly anything behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(content)) + chunk(b"IEND", b"")


def with_packed_words() -> bytes:
    """A PNG with half a gigabyte of words in half a megabyte."""
    packer = zlib.compressobj(9)
    words = b"".join(packer.compress(b"\0" * 1024 * 1024) for _piece in range(512)) + packer.flush()
    content = written(scene(100, 100), "PNG")
    at = content.index(b"IDAT") - 4
    return content[:at] + chunk(b"zTXt", b"Comment\0\0" + words) + content[at:]
