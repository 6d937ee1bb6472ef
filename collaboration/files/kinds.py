"""The kinds of file the sites take, and what the first bytes of a file say it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is named, sent and read. `is_shown` kinds open in the browser, others are saved."""

    key: str
    words: str
    extensions: tuple[str, ...]
    content_type: str
    reader: str
    is_shown: bool = False

    @property
    def extension(self) -> str:
        """The ending that we give it."""
        return self.extensions[0]


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.key: kind
    for kind in (
        Kind("pdf", "PDF", ("pdf",), "application/pdf", "pdf", is_shown=True),
        Kind("docx", "Word", ("docx",), f"{OFFICE}.wordprocessingml.document", "package"),
        Kind("xlsx", "Excel", ("xlsx",), f"{OFFICE}.spreadsheetml.sheet", "package"),
        Kind("odt", "OpenDocument text", ("odt",), f"{OPEN}.text", "package"),
        Kind("ods", "OpenDocument spreadsheet", ("ods",), f"{OPEN}.spreadsheet", "package"),
        Kind("csv", "CSV", ("csv",), "text/csv; charset=utf-8; header=present", "table"),
        Kind("png", "PNG", ("png",), "image/png", "picture", is_shown=True),
        Kind("jpeg", "JPEG", ("jpg", "jpeg"), "image/jpeg", "picture", is_shown=True),
        Kind("webp", "WebP", ("webp",), "image/webp", "picture", is_shown=True),
    )
}
DOCUMENTS = ("pdf", "docx", "xlsx", "odt", "ods", "csv")
PICTURES = ("png", "jpeg", "webp")

# The first bytes, and what begins so. Kinds we do not take are named so that the refusal can say what it saw.
BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "package"),
    (b"PK\x05\x06", "package"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
    (b"GIF8", "gif"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
)
MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe")
FAR_ENOUGH = 1024


def sniffed(beginning: bytes) -> str:
    """What the first kilobyte of a file says it is; “text” where it says nothing."""
    for bytes_of, name in BEGINNINGS:
        if beginning.startswith(bytes_of):
            return name
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "webp"
    if beginning[4:8] == b"ftyp":
        return "heic" if beginning[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif") else "film"
    if b"%PDF-" in beginning[:FAR_ENOUGH]:
        return "pdf-later"
    start = beginning[:FAR_ENOUGH].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"<svg" in start:
        return "svg"
    return "markup" if any(mark in start for mark in MARKUP) else "text"
