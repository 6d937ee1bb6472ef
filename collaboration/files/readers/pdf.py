"""Reads PDFs with qpdf: refuses what acts, hides, swells or is broken, and looks at what a reader needs.

Refused by ISO 32000-2: JavaScript (12.6.4.17), launch (12.6.4.6), submit and import (12.7.6), embedded
files (7.11.4), multimedia (13), XFA (deprecated). Every object of the file is looked at, in use or not.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf.settings import set_qpdf_limits

from . import Unfit
from .pdf_actions import refuse_what_acts

MOST_PAGES = 3000
MOST_OBJECTS = 400_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_UNPACKED_IN_ALL = 768 * 1024 * 1024
MOST_FILTERS = 3
PAGES_SEARCHED_FOR_TEXT = 300
DEEPEST_FORM = 3

MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php|\?xml)", re.I)
SHOWS_TEXT = re.compile(rb"[\s)>\]](?:Tj|TJ|'|\")(?=[\s\[(<]|$)")
TAIL = b"\x00\t\n\x0c\r "


def read(file: BinaryIO) -> tuple[dict, dict]:
    """Facts about a PDF; it is kept as it is."""
    content = file.read()
    earlier_versions = refuse_what_is_joined(content)
    set_qpdf_limits(
        flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED, png_max_memory=MOST_UNPACKED, tiff_max_memory=MOST_UNPACKED, max_stream_filters=MOST_FILTERS,
        parser_max_container_size=MOST_OBJECTS, doc_max_warnings=50,
    )  # fmt: skip
    with opened(content) as pdf:
        if pdf.is_encrypted:
            raise Unfit("pdf-locked")
        if len(pdf.objects) > MOST_OBJECTS:
            raise Unfit("too-much")
        refuse_what_acts(pdf)
        refuse_what_swells(pdf)
        facts = facts_of(pdf)
        # Where qpdf had to guess, another program may guess otherwise.
        if pdf.get_warnings():
            raise Unfit("damaged")
        # A linearised file ends twice by its nature.
        facts["has_earlier_versions"] = earlier_versions > (1 if pdf.is_linearized else 0)
    return facts, {}


def refuse_what_is_joined(content: bytes) -> int:
    """Refuse what stands before the header or behind the last end; returns how many earlier ends there are."""
    if not content.startswith(b"%PDF-"):
        raise Unfit("glued")
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content[max(0, end - 2048) : end]:
        raise Unfit("damaged")
    if content[end + 5 :].strip(TAIL) or MARKUP.search(content[:1024]) or is_archive(content):
        raise Unfit("glued")
    return len(re.findall(rb"startxref\s+\d+\s+%%EOF", content)) - 1


def is_archive(content: bytes) -> bool:
    """Whether a program that unpacks archives would take it for one."""
    try:
        return bool(zipfile.ZipFile(io.BytesIO(content)).infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def opened(content: bytes) -> pikepdf.Pdf:
    """The file as qpdf reads it, without any guess at what a broken one may have meant."""
    try:
        return pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Unfit("pdf-locked") from error
    except pikepdf.PdfError as error:
        if "no pages" in str(error):
            raise Unfit("pdf-no-pages") from error
        raise Unfit("too-much" if swollen(error) else "damaged") from error


def swollen(error: Exception) -> bool:
    """Whether qpdf stopped because one of the limits was reached."""
    return any(word in str(error) for word in ("memory limit", "limit exceeded", "too many filters", "bad_alloc"))


def refuse_what_swells(pdf: pikepdf.Pdf) -> None:
    """Unpack every stream but pictures, each by itself, within limits."""
    total = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            total += unpacked_size(thing)
            if total > MOST_UNPACKED_IN_ALL:
                raise Unfit("too-much")


def unpacked_size(stream: pikepdf.Stream) -> int:
    """How many bytes a stream unpacks to; 0 for those only a picture's own decoder can unpack."""
    filters = stream.get("/Filter", None)
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if set(names) & {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}:
        return 0
    if len(names) > MOST_FILTERS:
        raise Unfit("too-much")
    try:
        return len(memoryview(stream.get_stream_buffer(pikepdf.StreamDecodeLevel.generalized)))
    except (pikepdf.PdfError, RuntimeError) as error:
        raise Unfit("too-much" if swollen(error) else "damaged") from error


def facts_of(pdf: pikepdf.Pdf) -> dict:
    """What a reader needs to know: pages, tags, language, title, text."""
    count = len(pdf.pages)
    if count > MOST_PAGES:
        raise Unfit("pdf-pages", number=count, most=MOST_PAGES)
    marked = pdf.Root.get("/MarkInfo", None)
    is_marked = isinstance(marked, pikepdf.Dictionary) and str(marked.get("/Marked", False)) == "True"
    with_text, pictures_only = pages_by_text(pdf)
    return {
        "page_count": count,
        "is_tagged": is_marked and "/StructTreeRoot" in pdf.Root,
        "language": words(pdf.Root.get("/Lang", ""))[:35],
        "title": title_of(pdf),
        "has_text": with_text > 0 or pictures_only == 0,
        "pages_without_text": pictures_only,
    }


def words(value) -> str:
    """A text of the file without its control characters; empty for what is none."""
    text = str(value) if isinstance(value, (str, pikepdf.String)) else ""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def title_of(pdf: pikepdf.Pdf) -> str:
    """The title in the file's properties: the newer place first, then the older."""
    try:
        found = words(pdf.open_metadata().get("dc:title") or "")
    except Exception:  # whatever is wrong with the properties, the older place may have it
        found = ""
    return (found or words(pdf.docinfo.get("/Title", "")))[:200]


def pages_by_text(pdf: pikepdf.Pdf) -> tuple[int, int]:
    """How many of the first pages show text, and how many show pictures alone. An empty page is neither."""
    with_text = pictures_only = 0
    for number, page in enumerate(pdf.pages):
        if number == PAGES_SEARCHED_FOR_TEXT:
            break
        found = set(shown_on(page.obj, DEEPEST_FORM))
        with_text += "text" in found
        pictures_only += found == {"picture"}
    return with_text, pictures_only


def shown_on(thing: pikepdf.Object, depth: int) -> Iterator[str]:
    """“text” and “picture” for what a page, or a form drawn on it, shows."""
    if SHOWS_TEXT.search(drawing_of(thing)):
        yield "text"
    resources = thing.get("/Resources", None)
    drawn = resources.get("/XObject", None) if isinstance(resources, pikepdf.Dictionary) else None
    for one in drawn.values() if isinstance(drawn, pikepdf.Dictionary) else ():
        if isinstance(one, pikepdf.Stream) and str(one.get("/Subtype", "")) == "/Image":
            yield "picture"
        elif isinstance(one, pikepdf.Stream) and depth:
            yield from shown_on(one, depth - 1)


def drawing_of(thing: pikepdf.Object) -> bytes:
    """The instructions that draw a page or a form."""
    content = thing if isinstance(thing, pikepdf.Stream) else thing.get("/Contents", None)
    streams = list(content) if isinstance(content, pikepdf.Array) else [content]
    return b"\n".join(one.read_bytes() for one in streams if isinstance(one, pikepdf.Stream))
