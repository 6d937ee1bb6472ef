"""The contrast of every theme's pairs of colours, light and dark, computed from the style sheets (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
THEMES = sorted(path.stem for path in (CSS / "themes").glob("*.css"))
ROOT_RULE = re.compile(r":root\s*\{([^}]*)\}")
DARK = re.compile(r"@media \(prefers-color-scheme: dark\)\s*\{\s*:root\s*\{([^}]*)\}")
OTHER_MEDIA = re.compile(r"@media (?!\(prefers-color-scheme: dark\))[^{]*\{\s*:root\s*\{[^}]*\}\s*\}")
DECLARATION = re.compile(r"(--[\w-]+):\s*([^;]+);")

# Ink, ground, least contrast. Running text is AAA; links, headings in the brand's colour and the band are better than AA.
PAIRS = [
    ("ink", "paper", 7), ("ink", "paper-raised", 7), ("ink", "tint", 7), ("ink", "record", 7), ("ink-quiet", "paper", 7), ("ink-quiet", "tint", 6),
    ("ink-quiet", "paper-raised", 6), ("link", "paper", 6), ("link", "tint", 6), ("link", "record", 5.5), ("link-hover", "paper", 7), ("brand", "paper", 6),
    ("brand", "tint", 6), ("accent", "paper", 6), ("accent", "tint", 5), ("on-band", "band", 7), ("on-band-quiet", "band", 6), ("on-brand", "brand", 6),
    ("on-emergency", "emergency", 6), ("emergency-ink", "paper", 6), ("emergency-ink", "paper-raised", 5.5), ("on-mark", "mark", 7),
    ("line-strong", "paper", 3), ("record-edge", "record", 3),
]  # fmt: skip
# Where the ring is drawn: its yellow or its dark edge has to stand out.
GROUNDS = ("paper", "paper-raised", "tint", "record", "band", "brand", "emergency")


def colours(theme: str, dark: bool) -> dict[str, str]:
    """Every colour by its meaning, as a page in this theme and scheme has it."""
    known: dict[str, str] = {}
    for path in (CSS / "base.css", CSS / "themes" / f"{theme}.css"):
        text = OTHER_MEDIA.sub("", path.read_text())
        known |= dict(DECLARATION.findall(ROOT_RULE.search(DARK.sub("", text))[1]))
        if dark:
            known |= dict(DECLARATION.findall(DARK.search(text)[1]))
    return {name.removeprefix("--"): resolved(name, known) for name in known}


def resolved(name: str, known: dict[str, str]) -> str:
    """The value of a meaning, through those it is given by."""
    value = known[name]
    other = re.fullmatch(r"var\((--[\w-]+)\)", value)
    return resolved(other[1], known) if other else value


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_there_are_eleven_themes():
    assert len(THEMES) == 11


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_a_theme_has_contrast_enough(theme, dark):
    known = colours(theme, dark)
    found = {(ink, ground): round(contrast(known[ink], known[ground]), 2) for ink, ground, least in PAIRS if contrast(known[ink], known[ground]) < least}
    assert found == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_ring_around_what_has_the_focus_stands_out_on_every_ground(theme, dark):
    known = colours(theme, dark)
    assert contrast(known["focus"], known["focus-edge"]) >= 9
    assert {ground: known[ground] for ground in GROUNDS if max(contrast(known[edge], known[ground]) for edge in ("focus", "focus-edge")) < 3} == {}


def test_no_colour_is_written_outside_the_tokens():
    for name in ("layout", "components", "forms"):
        text = re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text(), flags=re.S)
        assert re.findall(r":[^;{]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()", text) == [], name
