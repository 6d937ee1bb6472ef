"""The corpus of pasted fragments: what programs put on the clipboard, what should be left, and what should be said.

Each file in pastes/ holds the HTML as it comes, a line `===== name of the sentence`, and the text it should become.
"""

from dataclasses import dataclass
from pathlib import Path

PLACE = Path(__file__).resolve().parent / "pastes"


@dataclass(frozen=True)
class Paste:
    """One fragment; `said` names the sentence shown after it, if one is."""

    name: str
    brought: str
    expected: str
    said: str


def pastes() -> list[Paste]:
    return [read(path) for path in sorted(PLACE.glob("*.html"))]


def read(path: Path) -> Paste:
    brought, _mark, rest = path.read_text().partition("\n===== ")
    said, _line, expected = rest.partition("\n")
    return Paste(path.stem, brought, expected.strip(), said.strip())
