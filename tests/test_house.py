"""The architecture, held by a test: rooms on floors, no import upwards."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent / "collaboration"
FLOORS = [
    {"prepared"},
    {"alone", "caching"},
    {"prose", "narrowing", "plain_text", "preferences", "paging", "partial_dates", "differences", "feeds", "files", "post", "printing", "senders", "tally", "turns", "sheets", "visitors", "widgets"},
    {"pace", "sources", "writing"},
    {"publishers"},
    {"accounts", "redirects"},
    {"duties", "editorial"},
    {"pages", "units", "facts", "pictures"},
    {"agreements"},
    {"news"},
    {"alerts", "api", "contact", "passes", "search"},
    {"care", "keeping"},
    {"front", "proofs", "structured", "watch"},
    {"models", "admin", "urls", "apps", "signals", "checks", "embeds", "templatetags", "management", "migrations", "__init__"},
]
FLOOR_OF = {room: number for number, floor in enumerate(FLOORS) for room in floor}
HALL = len(FLOORS) - 1
WORDS_FOR_NOTHING = {"utils", "helpers", "common", "core", "misc", "manager", "service", "handler", "data", "info"}


def modules():
    return [path for path in HOUSE.rglob("*.py") if "__pycache__" not in path.parts]


def room_of(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def rooms_imported(path: Path) -> set[str]:
    """The rooms of the house that a module imports absolutely."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "collaboration":
            found |= {alias.name for alias in node.names}
        found |= {name.split(".")[1] for name in names if name and name.startswith("collaboration.")}
    return found


def test_every_room_stands_on_a_floor():
    assert {room_of(path) for path in modules()} <= set(FLOOR_OF)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_room_imports_only_from_itself_and_from_below(path):
    room = room_of(path)
    too_high = {other for other in rooms_imported(path) if other != room and FLOOR_OF[other] >= FLOOR_OF[room] and FLOOR_OF[room] < HALL}
    assert not too_high


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_every_module_says_what_belongs_there(path):
    if path.name == "__init__.py" and not path.read_text().strip():
        assert path.parent.name in {"management", "commands", "migrations", "templatetags"}
    elif path.parent.name != "migrations":
        assert ast.get_docstring(ast.parse(path.read_text()))


def test_no_module_or_class_is_named_for_nothing():
    names = {path.stem for path in modules()}
    for path in modules():
        names |= {node.name.lower() for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)}
    assert not names & WORDS_FOR_NOTHING
