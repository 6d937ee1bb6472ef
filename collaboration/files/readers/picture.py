"""Reads pictures with Pillow and writes them anew, in several widths: what is kept is only the points.

Places, names, thumbnails and whatever else cameras, programs or attackers put into a file are not in
what is written. A picture is turned upright first, because its being turned is such a note too.
"""

import contextlib
import io
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from . import Unfit

FORMATS = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "WEBP": "webp"}
MOST_POINTS = 64_000_000
LEAST_POINTS = 16
LONGEST_SIDE = 16_000
WIDTHS = (480, 960, 1600)
LARGEST_KEPT = 2400
SRGB = ImageCms.createProfile("sRGB")


def read(file: BinaryIO) -> tuple[dict, dict]:
    """Facts about a picture, and the files made of it: `whole`, and each width as WebP and in a form that every browser knows."""
    # Our own limit is lower, and answers with a sentence.
    Image.MAX_IMAGE_PIXELS = None
    picture = Image.open(file, formats=["PNG", "JPEG", "WEBP"])
    kind = FORMATS[picture.format]
    refuse_by_measure(picture)
    # Some telephones join two exposures in one file (MPO); the first is the picture.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Unfit("picture-moves")
    points = upright(picture)
    form = "png" if points.mode == "RGBA" or kind == "png" else "jpg"
    widths = [width for width in WIDTHS if width < points.width] + ([points.width] if points.width <= WIDTHS[-1] else [])
    facts = {"kind": kind, "width": points.width, "height": points.height, "form": form, "widths": widths}
    return facts, {f"whole.{form}": written(points, form), **renditions(points, form, widths)}


def refuse_by_measure(picture: Image.Image) -> None:
    """Judge a picture by the size it announces, before any of it is unpacked."""
    width, height = picture.size
    if width * height > MOST_POINTS or max(width, height) > LONGEST_SIDE:
        raise Unfit("picture-large", width=width, height=height, most=MOST_POINTS // 1_000_000)
    if min(width, height) < LEAST_POINTS:
        raise Unfit("picture-small", width=width, height=height, least=LEAST_POINTS)


def upright(picture: Image.Image) -> Image.Image:
    """The points alone: upright, in sRGB, no larger than we keep."""
    profile = picture.info.get("icc_profile")
    # Asks a JPEG's decoder for half, a quarter or an eighth of the points, where that is enough.
    picture.draft(None, (LARGEST_KEPT, LARGEST_KEPT))
    picture.load()
    # What is noted beside the points may be nonsense while the points are in order.
    with contextlib.suppress(Exception):
        picture = ImageOps.exif_transpose(picture)
    points = in_srgb(picture, profile)
    points.thumbnail((LARGEST_KEPT, LARGEST_KEPT), Image.Resampling.LANCZOS)
    bare = Image.new(points.mode, points.size)
    bare.paste(points)
    return bare


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture as RGB, or as RGBA where it can be seen through, its colours as they were meant."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    see_through = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            return ImageCms.profileToProfile(picture, io.BytesIO(profile), SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    points = picture.convert("RGBA" if see_through else "RGB")
    if points.mode == "RGBA" and points.getextrema()[3][0] == 255:
        return points.convert("RGB")
    return points


def renditions(points: Image.Image, form: str, widths: list[int]) -> dict[str, bytes]:
    """The picture in each width, never enlarged."""
    made = {}
    for width in widths:
        height = max(1, round(points.height * width / points.width))
        small = points if width == points.width else points.resize((width, height), Image.Resampling.LANCZOS)
        made[f"{width}.webp"] = written(small, "webp")
        made[f"{width}.{form}"] = written(small, form)
    return made


def written(points: Image.Image, form: str) -> bytes:
    """The points as a file, with nothing beside them."""
    out = io.BytesIO()
    if form == "jpg":
        points.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    elif form == "webp":
        points.save(out, "WEBP", quality=80, method=4, exact=False)
    else:
        points.save(out, "PNG", optimize=False, compress_level=7)
    return out.getvalue()
