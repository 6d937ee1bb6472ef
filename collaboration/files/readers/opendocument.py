"""What an OpenDocument file must not contain (OASIS ODF 1.3): macros, scripts, objects, links that load by themselves."""

import zipfile

from . import Unfit
from .xml_parts import scheme_of, walk

KINDS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
HARMLESS = {"xml", "rdf", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svm", "svg", "webp", "ttf", "otf", "pdf"}
CLICKABLE = {"http", "https", "mailto", "tel", ""}
WAITS_FOR_A_CLICK = {"a"}
ACTS = {"event-listener", "script"}
TAKES_IN = {"dde-source", "dde-connection-decl", "dde-link", "dde-connection", "table-source", "section-source", "cell-range-source", "database-source-sql", "database-source-table", "database-source-query"}
PLUGINS = {"plugin", "applet", "floating-frame", "object-ole"}
PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")


def kind_of(archive: zipfile.ZipFile) -> str:
    """“odt” or “ods”, as the first part says: it stands there unpacked, so that anybody can tell."""
    first = min(archive.infolist(), key=lambda part: part.header_offset)
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        raise Unfit("damaged")
    declared = archive.read("mimetype")
    if declared not in KINDS:
        raise Unfit("template")
    return KINDS[declared]


def facts_of(archive: zipfile.ZipFile, kind: str) -> dict:
    """Facts about the file; raises Unfit for what it must not contain."""
    if "content.xml" not in archive.namelist() or "META-INF/manifest.xml" not in archive.namelist():
        raise Unfit("damaged")
    walk(archive, "META-INF/manifest.xml", refuse_listed)
    for part in archive.infolist():
        refuse_part(part)
    seen: set[str] = set()
    for name in archive.namelist():
        if name.rpartition("/")[2] in PARTS:
            walk(archive, name, lambda tag, attributes: note(tag, attributes, seen))
    refuse_hidden_tables(archive)
    return {"kind": kind, "has_tracked_changes": "change" in seen, "has_comments": "comment" in seen, "has_hidden_cells": "hidden" in seen}


def refuse_listed(tag: str, attributes: dict) -> None:
    """Judge an entry of the list of contents."""
    if tag == "encryption-data":
        raise Unfit("package-locked")
    what = attributes.get("media-type", "").lower()
    if "oleobject" in what or "x-java" in what or "octet-stream" in what:
        raise Unfit("embedded", part=attributes.get("full-path", "")[:80])


def refuse_part(part: zipfile.ZipInfo) -> None:
    """Judge a part by its name. A chart is a package in a folder (“Object 1/”); an object without one is of another program."""
    name = part.filename
    if name.lower().startswith(("basic/", "scripts/", "dialogs/")) and not part.is_dir():
        raise Unfit("macros")
    bare = name in ("mimetype",) or name.startswith(("Configurations2/", "Thumbnails/", "ObjectReplacements/")) or name.endswith("/mimetype")
    if not bare and not part.is_dir() and name.rpartition(".")[2].lower() not in HARMLESS - {"pdf"}:
        raise Unfit("embedded", part=name[:80])


def note(tag: str, attributes: dict, seen: set[str]) -> None:
    """Refuse an element that acts or takes in; note what an editor should know of."""
    if tag in ACTS and attributes:
        raise Unfit("macros")
    if tag in TAKES_IN:
        raise Unfit("figures-elsewhere")
    if tag in PLUGINS:
        raise Unfit("embedded", part=tag)
    target = attributes.get("href", "")
    if scheme_of(target) not in (CLICKABLE if tag in WAITS_FOR_A_CLICK else {""}) or target.startswith(("//", "\\\\", "../../")):
        raise Unfit("outside", part=tag)
    if tag == "changed-region":
        seen.add("change")
    elif tag == "annotation":
        seen.add("comment")
    elif tag in ("table-row", "table-column") and attributes.get("visibility") in ("collapse", "filter"):
        seen.add("hidden")


def refuse_hidden_tables(archive: zipfile.ZipFile) -> None:
    """A sheet is hidden by a style of its own that says it is not displayed."""
    hiding: set[str] = set()
    style = [""]

    def begins(tag: str, attributes: dict) -> None:
        if tag == "style":
            style[0] = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            hiding.add(style[0])
        elif tag == "table" and attributes.get("style-name") in hiding:
            raise Unfit("hidden-sheet", sheet=attributes.get("name", "")[:60])

    walk(archive, "content.xml", begins)
