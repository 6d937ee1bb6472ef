"""Makers of office files for the tests: good ones, and ones that try something."""

import io
import zipfile

OFFICE = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = {"docx": f"{OFFICE}wordprocessingml.document.main+xml", "xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml"}
BODIES = {
    "docx": ("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>An agreement</w:t></w:r></w:p></w:body></w:document>'),
    "xlsx": ("xl/workbook.xml", f'<workbook xmlns="{SHEETS}"><sheets><sheet name="Costs" sheetId="1"/></sheets></workbook>'),
}
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table", "draw", "script", "style")
) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def packed(parts: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP archive of these parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # Without a date, so that it is the same file whenever it is made.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def office_parts(kind: str = "docx", main: str = "", body: str = "") -> dict[str, bytes | str]:
    """The parts of the smallest Word or Excel file."""
    name, usual = BODIES[kind]
    return {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{name}" ContentType="{main or MAIN[kind]}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE_RELATIONS}/officeDocument" Target="{name}"/></Relationships>',
        name: body or usual,
    }


def office(kind: str = "docx", more: dict | None = None, main: str = "", body: str = "") -> bytes:
    return packed(office_parts(kind, main, body) | (more or {}))


def word(inside: str) -> bytes:
    """A Word file with this inside its body."""
    return office(body=f'<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>')


def related(what: str, target: str, mode: str = "External", kind: str = "docx") -> bytes:
    """A file with one relation of that type to something."""
    place = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}[kind]
    relation = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r9" Type="{OFFICE_RELATIONS}/{what}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return office(kind, {place: relation})


def workbook(inside: str, more: dict | None = None) -> bytes:
    return office("xlsx", more, body=f'<workbook xmlns="{SHEETS}"><sheets>{inside}</sheets></workbook>')


def open_parts(kind: str = "odt", inside: str = "", manifest: str = "", styles: str = "") -> dict[str, bytes | str]:
    """The parts of the smallest OpenDocument file."""
    body = {"odt": "text", "ods": "spreadsheet"}[kind]
    return {
        "mimetype": {"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet"}[kind],
        "content.xml": f"<office:document-content {NAMESPACES}><office:scripts/><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{body}>{inside}</office:{body}></office:body></office:document-content>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="x"/>{manifest}</manifest:manifest>',
    }


def open_document(kind: str = "odt", inside: str = "", more: dict | None = None, manifest: str = "", styles: str = "") -> bytes:
    return packed(open_parts(kind, inside, manifest, styles) | (more or {}), stored=("mimetype",))


def with_entry(info: zipfile.ZipInfo, content: bytes) -> bytes:
    """A Word file with one more entry, described by hand."""
    out = io.BytesIO(office())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(info, content)
    return out.getvalue()


def twice(name: str) -> bytes:
    """A Word file in which one part stands twice: programs differ in which they read."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return with_entry(zipfile.ZipInfo(name), b"<a/>")


def symbolic_link() -> bytes:
    info = zipfile.ZipInfo("word/media/a.png")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return with_entry(info, b"../../secret")


def locked_entry() -> bytes:
    """A Word file whose last part says that it is encrypted."""
    content = bytearray(office())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def old_office(inside: str = "") -> bytes:
    """The beginning of what Word wrote until 2003, and of what locked files are wrapped in."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 6000 + inside.encode("utf-16-le") + b"\0" * 2000
