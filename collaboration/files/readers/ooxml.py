"""What a Word or Excel file must not contain (ECMA-376): macros, other files, links that load by themselves.

Hidden sheets and the records behind pivot tables are refused too: that is how the Police Service of
Northern Ireland published the names of its whole staff in August 2023.
"""

import re
import zipfile

from . import Unfit
from .xml_parts import scheme_of, walk

MAIN = "application/vnd.openxmlformats-officedocument."
KINDS = {
    f"{MAIN}wordprocessingml.document.main+xml": "docx",
    f"{MAIN}spreadsheetml.sheet.main+xml": "xlsx",
}
HARMLESS = {
    "xml", "rels", "vml", "png", "jpg", "jpeg", "jfif", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "wdp", "webp", "odttf", "ttf", "fntdata",
}  # fmt: skip
PRINTER = re.compile(r"printersettings\d*\.bin$")
MACROS = ("vbaproject", "vbadata", "macrosheets/", "dialogsheets/", "activex/", "customui/", "attachedtoolbars", "webextensions/")
ELSEWHERE = ("externallinks/", "xl/connections.xml", "querytables/")
TAKES_IN = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b(?!\w)", re.I)
# What a link of a reader's own click may lead to.
CLICKABLE = {"http", "https", "mailto", "tel", ""}


def kind_of(archive: zipfile.ZipFile) -> str:
    """“docx” or “xlsx”, as the list of contents declares it."""
    declared: set[str] = set()
    walk(archive, "[Content_Types].xml", lambda _tag, attributes: declared.add(attributes.get("ContentType", "").lower()))
    if any("macroenabled" in one or "vba" in one or "activex" in one for one in declared):
        raise Unfit("macros")
    kinds = {kind for main, kind in KINDS.items() if main in declared}
    if len(kinds) != 1:
        raise Unfit("template")
    return kinds.pop()


def facts_of(archive: zipfile.ZipFile, kind: str) -> dict:
    """Facts about the file; raises Unfit for what it must not contain."""
    for part in archive.infolist():
        refuse_part(part)
    for name in archive.namelist():
        if name.lower().endswith(".rels"):
            refuse_links(archive, name)
    facts = text_facts(archive) if kind == "docx" else sheet_facts(archive)
    return {"kind": kind, **facts}


def refuse_part(part: zipfile.ZipInfo) -> None:
    """Judge a part by its name."""
    name = part.filename.lower()
    if any(word in name for word in MACROS):
        raise Unfit("macros")
    if any(word in name for word in ELSEWHERE):
        raise Unfit("figures-elsewhere")
    if "pivotcacherecords" in name:
        raise Unfit("pivot-records")
    ending = name.rpartition(".")[2]
    if "embeddings/" in name or (ending not in HARMLESS and not part.is_dir() and not PRINTER.search(name)):
        raise Unfit("embedded", part=part.filename[:80])


def refuse_links(archive: zipfile.ZipFile, name: str) -> None:
    """Only a hyperlink, which waits for a click, may lead outside."""

    def begins(tag: str, attributes: dict) -> None:
        if tag != "Relationship" or attributes.get("TargetMode", "").lower() != "external":
            return
        what = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if what.lower() != "hyperlink" or scheme_of(target) not in CLICKABLE or target.startswith("\\\\"):
            raise Unfit("outside", part=what[:80] or "link")

    walk(archive, name, begins)


def text_facts(archive: zipfile.ZipFile) -> dict:
    """Tracked changes and comments of a document; refuses fields that take something in."""
    seen: set[str] = set()
    for name in archive.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            seen |= seen_in_text(archive, name)
    return {"has_tracked_changes": "change" in seen, "has_comments": "comment" in seen}


def seen_in_text(archive: zipfile.ZipFile, name: str) -> set[str]:
    """“change” and “comment” where a part has them. A field's instruction may be cut into many pieces, so they are put together."""
    seen, field, inside = set(), [], [False]

    def begins(tag: str, attributes: dict) -> None:
        inside[0] = tag == "instrText"
        if tag == "fldSimple":
            field.append(f" {attributes.get('instr', '')} ")
        elif tag == "fldChar":
            field.append(" ")
        elif tag in ("ins", "del", "moveFrom", "moveTo") and "author" in attributes:
            seen.add("change")
        elif tag == "comment" and "author" in attributes:
            seen.add("comment")

    walk(archive, name, begins, lambda words: field.append(words) if inside[0] else None)
    if TAKES_IN.search("".join(field)):
        raise Unfit("dde")
    return seen


def sheet_facts(archive: zipfile.ZipFile) -> dict:
    """Comments and hidden cells of a workbook; refuses hidden sheets and links to other programs."""

    def in_workbook(tag: str, attributes: dict) -> None:
        if tag == "sheet" and attributes.get("state", "visible").lower() != "visible":
            raise Unfit("hidden-sheet", sheet=attributes.get("name", "")[:60])

    walk(archive, part_named(archive, "xl/workbook.xml"), in_workbook)
    hidden: set[str] = set()

    def in_sheet(tag: str, attributes: dict) -> None:
        if tag in ("row", "col") and attributes.get("hidden", "0").lower() in ("1", "true"):
            hidden.add(tag)

    for name in archive.namelist():
        if name.lower().startswith("xl/worksheets/sheet"):
            walk(archive, name, in_sheet)
    return {"has_hidden_cells": bool(hidden), "has_comments": any("comments" in name.lower() for name in archive.namelist())}


def part_named(archive: zipfile.ZipFile, name: str) -> str:
    """A part that has to be there."""
    if name not in archive.namelist():
        raise Unfit("damaged")
    return name
