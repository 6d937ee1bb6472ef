"""Draws the card that stands for each site where its pages are shared: `make cards`.

A card is the site's own theme, mark and drawing of its land, 1200 by 630 points, as a PNG of few colours.
"""

import io
import os
import re
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CARDS = ROOT / "static" / "img" / "cards"
SIZE = {"width": 1200, "height": 630}
COLOURS = 24
PAGE = """<!doctype html><meta charset="utf-8"><style>
* { margin: 0; box-sizing: border-box; }
body { width: 1200px; height: 630px; overflow: hidden; position: relative; background: %(band)s; color: #fff; font-family: system-ui, "DejaVu Sans", sans-serif; }
.land { position: absolute; left: 0; bottom: 0; width: 1200px; height: 630px; color: %(strokes)s; }
.words { position: absolute; left: 80px; top: 64px; right: 80px; }
.mark { display: block; width: 124px; height: 124px; margin-bottom: 36px; }
h1 { font-size: %(size)dpx; line-height: 1.12; font-weight: 700; letter-spacing: -0.01em; }
p { position: absolute; left: 80px; bottom: 56px; right: 80px; font-size: 27px; }
p span { padding: 10px 16px; margin-left: -16px; background: %(band)s; }
</style>
<svg class="land" viewBox="0 0 1200 372" preserveAspectRatio="xMidYMax slice">%(land)s</svg>
<div class="words"><svg class="mark" viewBox="0 0 64 64" color="#fff">%(mark)s</svg><h1>%(name)s</h1></div>
<p><span>Independent site, made from public sources</span></p>"""


def drawn(publisher: dict) -> str:
    """The page that shows one publisher's card."""
    forces = publisher.get("force")
    mark = forces[0] if forces else "programme"
    drawing = (ROOT / "static" / "img" / "marks" / f"{mark}.svg").read_text(encoding="utf-8")
    theme = (ROOT / "static" / "css" / "themes" / f"{publisher['theme']}.css").read_text(encoding="utf-8")
    lines = publisher["wordmark"].strip().splitlines()
    return PAGE % {
        "band": re.search(r"--band: (#\w+)", theme)[1],
        "strokes": re.search(r"--band-strokes: (#\w+)", theme)[1],
        "land": found(drawing, "land"),
        "mark": found(drawing, "mark"),
        "size": 72 if len(lines) < 4 else 54,
        "name": "<br>".join(lines),
    }


def found(drawing: str, name: str) -> str:
    """The path of that name in a drawing; empty where it has none."""
    path = re.search(rf'<path id="{name}"[^>]*/>', drawing)
    return path[0] if path else ""


def packed(picture: bytes) -> bytes:
    """The same picture in few colours."""
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def draw() -> None:
    """Writes every card anew."""
    entries = yaml.safe_load((ROOT / "fixtures" / "publishers.yaml").read_text(encoding="utf-8"))
    publishers = [one["fields"] for one in entries if one["model"] == "collaboration.publisher"]
    CARDS.mkdir(exist_ok=True)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=os.environ["EMPCP_CHROMIUM"], args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for publisher in publishers:
            page.set_content(drawn(publisher))
            (CARDS / f"{publisher['theme']}.png").write_bytes(packed(page.screenshot()))
        browser.close()


if __name__ == "__main__":
    draw()
