"""Reads the packages that Word, Excel and LibreOffice write: ZIP archives of XML.

First the archive as such – nothing hidden, nothing that swells, no path that leads out – then each part
as XML without declarations, then what the two families forbid (`ooxml`, `opendocument`).
"""

import io
import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from . import Unfit, ooxml, opendocument

MOST_PARTS = 5000
MOST_UNPACKED = 400 * 1024 * 1024
# Deflate packs a thousandfold at best; spreadsheets that repeat themselves come to a hundredfold.
LARGEST_RATIO = 250
WORTH_A_LOOK = 10 * 1024 * 1024
PIECE = 256 * 1024
END_OF_DIRECTORY = b"PK\x05\x06"
LENGTH_OF_END = 22
# A local header and the note that may follow a part.
LENGTH_OF_HEADER, LONGEST_NOTE = 30, 24
NEVER_INSIDE = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"#!", b"Rar!", b"7z\xbc\xaf", b"\xca\xfe\xba\xbe")


def read(file: BinaryIO) -> tuple[dict, dict]:
    """Facts about an office file, its kind among them; it is kept as it is."""
    content = file.read()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_what_is_hidden(content, archive)
            refuse_bad_parts(archive)
            family = family_of(archive)
            return family.facts_of(archive, family.kind_of(archive)), {}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, expat.ExpatError, UnicodeError, EOFError) as error:
        raise Unfit("damaged") from error


def family_of(archive: zipfile.ZipFile):
    """Who writes such packages: Microsoft's programs or those of the OpenDocument standard."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return ooxml
    if "mimetype" in names:
        return opendocument
    raise Unfit("zip")


def refuse_what_is_hidden(content: bytes, archive: zipfile.ZipFile) -> None:
    """The archive begins at the first byte, ends at the last, and has nothing between its parts."""
    end = content.rfind(END_OF_DIRECTORY)
    if end + LENGTH_OF_END != len(content) or archive.comment:
        raise Unfit("glued")
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    if not parts or parts[0].header_offset != 0:
        raise Unfit("glued" if parts else "zip")
    for part, following in zip(parts, [one.header_offset for one in parts[1:]] + [archive.start_dir], strict=True):
        header = content[part.header_offset : part.header_offset + LENGTH_OF_HEADER]
        names_and_extra = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        end = part.header_offset + LENGTH_OF_HEADER + names_and_extra + part.compress_size
        if not end <= following <= end + LONGEST_NOTE:
            raise Unfit("glued")


def refuse_bad_parts(archive: zipfile.ZipFile) -> None:
    """Each part has a plain name of its own, is a file, is not locked, unpacks within limits and is no program."""
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > MOST_PARTS:
        raise Unfit("too-much")
    if len(set(names)) != len(names):
        raise Unfit("bad-part", part="two parts of one name")
    packed, unpacked = sum(part.compress_size for part in parts), sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > WORTH_A_LOOK and unpacked > packed * LARGEST_RATIO):
        raise Unfit("too-much")
    for part in parts:
        refuse_bad_part(part)
        refuse_bad_content(archive, part)


def refuse_bad_part(part: zipfile.ZipInfo) -> None:
    """Judge a part by what the directory says of it."""
    name = part.orig_filename
    if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/"):
        raise Unfit("bad-part", part=shown(name))
    if part.flag_bits & 0x1:
        raise Unfit("package-locked")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or stat.S_ISLNK(part.external_attr >> 16):
        raise Unfit("bad-part", part=shown(name))


def refuse_bad_content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack a part, which also compares its checksum; XML must be XML without declarations."""
    name = part.filename.lower()
    parser = strict_parser() if name.endswith((".xml", ".rels", ".vml", ".rdf")) else None
    beginning = b""
    try:
        for piece in pieces(archive, part):
            beginning = beginning or piece[:8]
            if parser:
                parser.Parse(piece, False)
        if parser and part.file_size:
            parser.Parse(b"", True)
    except expat.ExpatError:
        # Excel itself writes drawings (VML) that are no XML; a declaration would stand before the fault.
        if not name.endswith(".vml"):
            raise
    if beginning.startswith(NEVER_INSIDE):
        raise Unfit("embedded", part=shown(part.filename))


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            yield piece


def strict_parser() -> expat.XMLParserType:
    """A parser that takes no document type, hence no entities: neither a billion laughs nor a file from elsewhere."""
    parser = expat.ParserCreate()

    def refuse(*_declaration) -> None:
        raise Unfit("xml-declarations")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def shown(name: str) -> str:
    """A part's name as it may stand in a sentence."""
    return "".join(letter for letter in name if letter.isprintable())[:80]
