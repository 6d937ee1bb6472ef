"""Walks through the XML parts of a package, piece by piece."""

import zipfile
from collections.abc import Callable
from xml.parsers import expat

PIECE = 256 * 1024
MOST_TEXT = 1024 * 1024


def walk(archive: zipfile.ZipFile, name: str, begins: Callable[[str, dict], None], text: Callable[[str], None] | None = None) -> None:
    """Call `begins` with local name and attributes (local names too) of each element, and `text` with what stands between."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: begins(local(tag), {local(key): value for key, value in attributes.items()})
    parser.CharacterDataHandler = text
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def local(name: str) -> str:
    """A name without its namespace. Attacks move names between namespaces that programs treat alike."""
    return name.rpartition(" ")[2]


def scheme_of(address: str) -> str:
    """What stands before the colon, in small letters and without the white space that programs overlook."""
    head, colon, _rest = "".join(address.split()).lower().partition(":")
    return head if colon else ""
