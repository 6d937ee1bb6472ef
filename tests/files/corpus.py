"""The corpus: files that must be refused, each with the reason, and files that must be taken, each with what is known of it.

Nothing of it is kept as a file: each is made when its test runs, so that a virus scanner has no quarrel
with a checkout and a reader sees what is in it.
"""

import functools
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, String

from . import packages, pdfs, pictures

MEGABYTE = 1024 * 1024
DOCUMENT, PICTURE = ("pdf", "docx", "xlsx", "odt", "ods", "csv"), ("png", "jpeg", "webp")


@dataclass(frozen=True)
class Hostile:
    """A file that must be refused for a reason of this name."""

    case: str
    name: str
    make: Callable[[], bytes]
    reason: str


@dataclass(frozen=True)
class Good:
    """A file that must be taken: its kind, some of what is known of it, and what its publisher is asked to think about."""

    case: str
    name: str
    make: Callable[[], bytes]
    kind: str
    facts: dict = field(default_factory=dict)
    findings: tuple[str, ...] | None = ()


@functools.cache
def squeezed(megabytes: int, times: int = 1) -> bytes:
    """So many megabytes of nothing, packed once or more often."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b"\0" * MEGABYTE) for _piece in range(megabytes)) + packer.flush()
    for _time in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def chart() -> bytes:
    return packages.office(more={"word/embeddings/Microsoft_Excel_Worksheet.xlsx": packages.office("xlsx")})


def swollen_part() -> bytes:
    return packages.office(more={"word/more.xml": "<a>" + " " * (60 * MEGABYTE) + "</a>"})


def laughing(encoding: str = "utf-8") -> bytes:
    """A billion laughs: entities that name one another ten times each."""
    entities = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "ha"}">' for number in range(10))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{entities}]><a>&l9;</a>'
    return packages.office(more={"word/footnotes.xml": text.encode(encoding)})


def outside_entity() -> bytes:
    return packages.office(more={"word/footnotes.xml": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'})


def archive_before(content: bytes) -> bytes:
    return packages.packed({"a.txt": "words"}) + content


def hidden_between() -> bytes:
    """A Word file with a program between two of its parts, where no directory lists it."""
    content = packages.office()
    at = content.index(b"PK\x03\x04", 4)
    with_gap = content[:at] + b"MZ" + b"\0" * 98 + content[at:]
    return moved(with_gap, at, 100)


def moved(content: bytes, behind: int, by: int) -> bytes:
    """An archive whose directory is told that everything from some place on stands later."""
    changed = bytearray(content)
    end = changed.rfind(b"PK\x05\x06")
    changed[end + 16 : end + 20] = (int.from_bytes(changed[end + 16 : end + 20], "little") + by).to_bytes(4, "little")
    place = 0
    while (place := changed.find(b"PK\x01\x02", place)) >= 0:
        offset = int.from_bytes(changed[place + 42 : place + 46], "little")
        if offset >= behind:
            changed[place + 42 : place + 46] = (offset + by).to_bytes(4, "little")
        place += 4
    return bytes(changed)


def field_of_pieces() -> bytes:
    """A DDE field, its name cut in two so that a search does not find it."""
    return packages.word("<w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:r></w:p>")


HIDDEN_STYLE = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
LISTENER = '<office:event-listeners><script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:a"/></office:event-listeners>'
LOCKED = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
OLE_LISTED = '<manifest:file-entry manifest:full-path="Object 1" manifest:media-type="application/vnd.sun.star.oleobject"/>'

HOSTILE_PDFS = [
    Hostile("an archive before its beginning", "a.pdf", lambda: archive_before(pdfs.plain()), "name-differs"),
    Hostile("words before its beginning", "a.pdf", lambda: b"words\n" + pdfs.plain(), "glued"),
    Hostile("a photograph before its beginning", "a.pdf", lambda: pictures.photograph() + pdfs.plain(), "name-differs"),
    Hostile("a program before its beginning", "a.pdf", lambda: b"MZ" + b"\0" * 100 + pdfs.plain(), "program"),
    Hostile("an archive behind its end", "a.pdf", lambda: pdfs.plain() + packages.packed({"a.txt": "words"}), "glued"),
    Hostile("an archive in its last lines", "a.pdf", lambda: pdfs.plain() + packages.packed({"a.txt": "words"}) + b"\nstartxref\n0\n%%EOF\n", "glued"),
    Hostile("a web page behind its end", "a.pdf", lambda: pdfs.plain() + b"<script>alert(1)</script>", "glued"),
    Hostile("a web page in a remark", "a.pdf", lambda: pdfs.plain().replace(b"\n", b"\n%<html><script>alert(1)</script>\n", 1), "glued"),
    Hostile("a password to open it", "a.pdf", lambda: pdfs.encrypted(user="secret", owner="secret"), "pdf-locked"),
    Hostile("a password to change it", "a.pdf", lambda: pdfs.encrypted(owner="secret"), "pdf-locked"),
    Hostile("a script by name", "a.pdf", lambda: pdfs.with_root(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), pdfs.script()])))), "pdf-script"),
    Hostile("a script when it opens", "a.pdf", lambda: pdfs.with_root(OpenAction=pdfs.script()), "pdf-script"),
    Hostile("a script when it closes", "a.pdf", lambda: pdfs.with_root(AA=Dictionary(WC=pdfs.script())), "pdf-script"),
    Hostile("a script after another action", "a.pdf", lambda: pdfs.with_root(OpenAction=Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([pdfs.script()]))), "pdf-script"),
    Hostile("a script of a page", "a.pdf", pdfs.with_page_action, "pdf-script"),
    Hostile("a script of a link", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.Link, A=pdfs.script()), "pdf-script"),
    Hostile("a script under the pointer", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.Link, AA=Dictionary(E=pdfs.script())), "pdf-script"),
    Hostile("a script of a field", "a.pdf", pdfs.with_field_action, "pdf-script"),
    Hostile("a script in an object stream", "a.pdf", lambda: pdfs.written(scripted(), object_stream_mode=pdfs.pikepdf.ObjectStreamMode.generate), "pdf-script"),
    Hostile("a script nothing refers to", "a.pdf", pdfs.with_unused_script, "pdf-script"),
    Hostile("a script by a name in figures", "a.pdf", pdfs.with_written_around_name, "pdf-script"),
    Hostile("a link that is a script", "a.pdf", lambda: pdfs.linking("java\nscript:alert(1)"), "pdf-script"),
    Hostile("a link to a file", "a.pdf", lambda: pdfs.linking("file:///c:/windows/system32/calc.exe"), "pdf-launch"),
    Hostile("a program it starts", "a.pdf", lambda: pdfs.with_root(OpenAction=Dictionary(S=Name.Launch, F=String("cmd.exe"))), "pdf-launch"),
    Hostile("a program a click starts", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("a.exe"))), "pdf-launch"),
    Hostile("a form that sends", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("https://example.org/"))), "pdf-sends"),
    Hostile("a form that fetches", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.ImportData, F=String("a.fdf"))), "pdf-sends"),
    Hostile("an attachment", "a.pdf", pdfs.with_attachment, "pdf-attachment"),
    Hostile("an attachment on a page", "a.pdf", pdfs.with_attachment_annotation, "pdf-attachment"),
    Hostile("a portfolio", "a.pdf", lambda: pdfs.with_root(Collection=Dictionary(View=Name.D)), "pdf-attachment"),
    Hostile("a way into an attachment", "a.pdf", lambda: pdfs.with_root(OpenAction=Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C))), "pdf-attachment"),
    Hostile("a way into a file elsewhere", "a.pdf", lambda: pdfs.with_root(OpenAction=Dictionary(S=Name.GoToR, F=String("\\\\server\\a.pdf"), D=Array([0]))), "pdf-other-file"),
    Hostile("a stream kept elsewhere", "a.pdf", pdfs.with_stream_elsewhere, "pdf-other-file"),
    Hostile("a form of LiveCycle", "a.pdf", pdfs.with_xfa, "pdf-xfa"),
    Hostile("a film", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.Movie, Movie=Dictionary(F=String("a.avi"))), "pdf-media"),
    Hostile("rich media", "a.pdf", lambda: pdfs.with_annotation(Subtype=Name.RichMedia), "pdf-media"),
    Hostile("a model in three dimensions", "a.pdf", lambda: pdfs.with_annotation(Subtype=pdfs.pikepdf.Name("/3D")), "pdf-media"),
    Hostile("a sound", "a.pdf", lambda: pdfs.with_root(OpenAction=Dictionary(S=Name.Sound)), "pdf-media"),
    Hostile("a stream that swells", "a.pdf", lambda: pdfs.packed(squeezed(400), [Name.FlateDecode]), "too-much"),
    Hostile("a stream that swells twice", "a.pdf", lambda: pdfs.packed(squeezed(2000, 2), [Name.FlateDecode, Name.FlateDecode]), "too-much"),
    Hostile("a stream in five wrappings", "a.pdf", lambda: pdfs.packed(squeezed(1, 5), [Name.FlateDecode] * 5), "too-much"),
    Hostile("half a million objects", "a.pdf", lambda: pdfs.crowded(450_000), "too-much"),
    Hostile("pages that are their own branch", "a.pdf", pdfs.looping, "damaged"),
    Hostile("no pages", "a.pdf", pdfs.without_pages, "pdf-no-pages"),
    Hostile("too many pages", "a.pdf", lambda: pdfs.plain(3001), "pdf-pages"),
    Hostile("only its first half", "a.pdf", lambda: pdfs.plain(20)[: len(pdfs.plain(20)) // 2], "damaged"),
    Hostile("no table of contents", "a.pdf", lambda: pdfs.by_hand().replace(b"xref\n0", b"xxxx\n0"), "damaged"),
    Hostile("brackets a thousand deep", "a.pdf", lambda: pdfs.by_hand(b"[" * 1000 + b"]" * 1000), "damaged"),
    Hostile("a first line and nothing else", "a.pdf", lambda: b"%PDF-1.7 " + b"x" * 2000, "damaged"),
    Hostile("plain words", "a.pdf", lambda: b"This is no PDF.", "damaged"),
    Hostile("nothing", "a.pdf", lambda: b"", "empty"),
]


def scripted():
    pdf = pdfs.new()
    pdf.Root.OpenAction = pdf.make_indirect(pdfs.script())
    return pdf


HOSTILE_PACKAGES = [
    Hostile("macros", "a.docx", lambda: packages.office(more={"word/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    Hostile("a type with macros", "a.docx", lambda: packages.office(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    Hostile("a type with macros, in Excel", "a.xlsx", lambda: packages.office("xlsx", main="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
    Hostile("sheets of old macros", "a.xlsx", lambda: packages.office("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
    Hostile("an ActiveX control", "a.docx", lambda: packages.office(more={"word/activeX/activeX1.xml": "<a/>"}), "macros"),
    Hostile("a template", "a.docx", lambda: packages.office(main="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "template"),
    Hostile("slides", "a.docx", lambda: packages.office(main="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "template"),
    Hostile("a name with macros", "a.docm", lambda: packages.office(), "macros"),
    Hostile("a workbook behind a chart", "a.docx", chart, "embedded"),
    Hostile("an embedded program", "a.docx", lambda: packages.office(more={"word/media/image1.png": b"MZ" + b"\0" * 90}), "embedded"),
    Hostile("an embedded archive", "a.docx", lambda: packages.office(more={"word/media/image1.png": packages.packed({"a": "b"})}), "embedded"),
    Hostile("an embedded object", "a.docx", lambda: packages.office(more={"word/embeddings/oleObject1.bin": packages.old_office()}), "embedded"),
    Hostile("a file of unknown kind", "a.docx", lambda: packages.office(more={"word/run.vbs": "words"}), "embedded"),
    Hostile("a template elsewhere", "a.docx", lambda: packages.related("attachedTemplate", "https://example.org/a.dotm"), "outside"),
    Hostile("a template on a server of the office", "a.docx", lambda: packages.related("attachedTemplate", "file://server/a.dotx"), "outside"),
    Hostile("an object elsewhere", "a.docx", lambda: packages.related("oleObject", "mhtml:https://example.org/a.html!x-usc:"), "outside"),
    Hostile("a frame elsewhere", "a.docx", lambda: packages.related("frame", "https://example.org/"), "outside"),
    Hostile("a picture elsewhere, to see who reads it", "a.docx", lambda: packages.related("image", "https://example.org/a.png"), "outside"),
    Hostile("a link that is a script", "a.docx", lambda: packages.related("hyperlink", "javascript:alert(1)"), "outside"),
    Hostile("a link to a file of the office", "a.docx", lambda: packages.related("hyperlink", "\\\\server\\staff.xlsx"), "outside"),
    Hostile("a link to another workbook", "a.xlsx", lambda: packages.office("xlsx", {"xl/externalLinks/externalLink1.xml": "<a/>"}), "figures-elsewhere"),
    Hostile("a connection to a database", "a.xlsx", lambda: packages.office("xlsx", {"xl/connections.xml": "<a/>"}), "figures-elsewhere"),
    Hostile("an add-in of a shop", "a.docx", lambda: packages.office(more={"word/webextensions/webextension1.xml": "<a/>"}), "macros"),
    Hostile("a drawing with declarations", "a.xlsx", lambda: packages.office("xlsx", {"xl/drawings/vmlDrawing1.vml": "<!DOCTYPE a [<!ENTITY b 'c'>]><xml/>"}), "xml-declarations"),
    Hostile("a DDE field", "a.docx", lambda: packages.word('<w:fldSimple w:instr=" DDEAUTO c:\\\\cmd.exe "/>'), "dde"),
    Hostile("a DDE field in pieces", "a.docx", field_of_pieces, "dde"),
    Hostile("a field that takes in a text", "a.docx", lambda: packages.word('<w:fldSimple w:instr=\' INCLUDETEXT "https://example.org/a" \'/>'), "dde"),
    Hostile("a billion laughs", "a.docx", laughing, "xml-declarations"),
    Hostile("a billion laughs in UTF-16", "a.docx", lambda: laughing("utf-16"), "xml-declarations"),
    Hostile("an entity from elsewhere", "a.docx", outside_entity, "xml-declarations"),
    Hostile("a path that leads out", "a.docx", lambda: packages.office(more={"../../etc/cron.d/a.xml": "<a/>"}), "bad-part"),
    Hostile("a path from the root", "a.docx", lambda: packages.office(more={"/etc/a.xml": "<a/>"}), "bad-part"),
    Hostile("a path as Windows writes it", "a.docx", lambda: packages.with_entry(zipfile.ZipInfo("word\\..\\..\\a.xml"), b"<a/>"), "bad-part"),
    Hostile("one name twice", "a.docx", lambda: packages.twice("word/document.xml"), "bad-part"),
    Hostile("one name in two spellings", "a.docx", lambda: packages.office(more={"word/Document.xml": "<a/>"}), "bad-part"),
    Hostile("a symbolic link", "a.docx", packages.symbolic_link, "bad-part"),
    Hostile("a locked part", "a.docx", packages.locked_entry, "package-locked"),
    Hostile("a part that swells", "a.docx", swollen_part, "too-much"),
    Hostile("six thousand parts", "a.docx", lambda: packages.office(more={f"word/a{number}.xml": "" for number in range(6000)}), "too-much"),
    Hostile("a password", "a.docx", lambda: packages.old_office("EncryptedPackage"), "package-locked"),
    Hostile("a file of old Word", "a.docx", packages.old_office, "old-office"),
    Hostile("the name of old Word", "a.doc", packages.old_office, "old-office"),
    Hostile("something before its beginning", "a.docx", lambda: b"#!/bin/sh\n" + packages.office(), "program"),
    Hostile("an archive before its beginning", "a.docx", lambda: b"PK\x03\x04" + b"\0" * 60 + packages.office(), "glued"),
    Hostile("a web page behind its end", "a.docx", lambda: packages.office() + b"<script>alert(1)</script>", "glued"),
    Hostile("a program between its parts", "a.docx", hidden_between, "glued"),
    Hostile("the name of another kind", "a.xlsx", packages.office, "name-differs"),
    Hostile("an archive of files", "a.docx", lambda: packages.packed({"a.txt": "words"}), "zip"),
    Hostile("an archive", "a.zip", lambda: packages.packed({"a.txt": "words"}), "zip"),
    Hostile("only its first half", "a.docx", lambda: packages.office()[:400], "damaged"),
    Hostile("a changed byte", "a.docx", lambda: packages.office().replace(b"PK\x03\x04", b"PK\x03\x04", 1).replace(packages.office()[80:90], b"0123456789", 1), "damaged"),
    Hostile("a hidden sheet", "a.xlsx", lambda: packages.workbook('<sheet name="Costs"/><sheet name="Officers" state="hidden"/>'), "hidden-sheet"),
    Hostile("a sheet hidden from the menu too", "a.xlsx", lambda: packages.workbook('<sheet name="Officers" state="veryHidden"/>'), "hidden-sheet"),
    Hostile("the records behind a pivot table", "a.xlsx", lambda: packages.office("xlsx", {"xl/pivotCache/pivotCacheRecords1.xml": "<a/>"}), "pivot-records"),
    Hostile("Basic", "a.odt", lambda: packages.open_document(more={"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    Hostile("a script in a folder", "a.odt", lambda: packages.open_document(more={"Scripts/python/a.xml": "<a/>"}), "macros"),
    Hostile("a script when it opens", "a.odt", lambda: packages.open_document(inside=LISTENER), "macros"),
    Hostile("a password", "a.odt", lambda: packages.open_document(manifest=LOCKED), "package-locked"),
    Hostile("an object of another program", "a.odt", lambda: packages.open_document(more={"Object 1": b"\xd0\xcf\x11\xe0"}, manifest=OLE_LISTED), "embedded"),
    Hostile("its kind not first", "a.odt", lambda: packages.packed({"a.xml": "<a/>", **packages.open_parts()}), "damaged"),
    Hostile("its kind packed", "a.odt", lambda: packages.packed(packages.open_parts()), "damaged"),
    Hostile("slides", "a.odt", lambda: packages.packed(packages.open_parts() | {"mimetype": "application/vnd.oasis.opendocument.presentation"}, ("mimetype",)), "template"),
    Hostile("a picture elsewhere", "a.odt", lambda: packages.open_document(inside='<draw:image xlink:href="https://example.org/a.png"/>'), "outside"),
    Hostile("a frame", "a.odt", lambda: packages.open_document(inside='<draw:floating-frame xlink:href="a"/>'), "embedded"),
    Hostile("figures of another program", "a.ods", lambda: packages.open_document("ods", '<office:dde-source office:dde-application="cmd"/>'), "figures-elsewhere"),
    Hostile("a hidden sheet", "a.ods", lambda: packages.open_document("ods", '<table:table table:name="Officers" table:style-name="ta2"/>', styles=HIDDEN_STYLE), "hidden-sheet"),
]

HOSTILE_TABLES = [
    Hostile("a web page", "a.csv", lambda: b"<html><body>a,b</body></html>", "csv-markup"),
    Hostile("a drawing", "a.csv", lambda: b"<svg onload=alert(1)>,b\n", "svg"),
    Hostile("UTF-16", "a.csv", lambda: "a,b\n1,2\n".encode("utf-16"), "csv-utf16"),
    Hostile("noughts", "a.csv", lambda: b"a,b\n1,\x002\n", "csv-not-text"),
    Hostile("bytes that are no text", "a.csv", lambda: bytes(range(128, 256)) * 20, "csv-not-text"),
    Hostile("a program", "a.csv", lambda: b"MZ" + b"\0" * 90, "program"),
    Hostile("an archive", "a.csv", lambda: packages.packed({"a.csv": "a,b"}), "name-differs"),
    Hostile("lines of different length", "a.csv", lambda: b"a,b,c\n1,2,3\n1,2\n", "csv-uneven"),
    Hostile("semicolons", "a.csv", lambda: b"a;b;c\n1;2;3\n", "csv-separator"),
    Hostile("a quotation mark left open", "a.csv", lambda: b'a,b\n"1,2\n3,4\n', "csv-cell"),
    Hostile("a cell without end", "a.csv", lambda: b"a,b\n" + b"x" * 200_000 + b",1\n", "csv-cell"),
    Hostile("empty lines", "a.csv", lambda: b"\n\n\n", "csv-not-text"),
]

HOSTILE_PICTURES = [
    Hostile("a drawing with a script", "a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "svg"),
    Hostile("a drawing by another name", "a.png", lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>', "svg"),
    Hostile("a GIF", "a.gif", lambda: pictures.written(pictures.scene(50, 50), "GIF"), "gif"),
    Hostile("a GIF by another name", "a.png", lambda: pictures.written(pictures.scene(50, 50), "GIF"), "gif"),
    Hostile("a BMP by another name", "a.png", lambda: pictures.written(pictures.scene(50, 50), "BMP"), "name-differs"),
    Hostile("a TIFF by another name", "a.jpg", lambda: pictures.written(pictures.scene(50, 50), "TIFF"), "name-differs"),
    Hostile("a HEIC", "a.jpg", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 90, "heic"),
    Hostile("a PNG by another name", "a.jpg", lambda: pictures.written(pictures.scene(), "PNG"), "name-differs"),
    Hostile("a web page by another name", "a.png", lambda: b"<html><script>alert(1)</script>", "name-differs"),
    Hostile("a program by another name", "a.jpg", lambda: b"MZ" + b"\0" * 90, "program"),
    Hostile("a PDF by another name", "a.jpg", pdfs.plain, "name-differs"),
    Hostile("a moving PNG", "a.png", lambda: pictures.moving("PNG"), "picture-moves"),
    Hostile("a moving WebP", "a.webp", lambda: pictures.moving("WEBP"), "picture-moves"),
    Hostile("four thousand million points", "a.png", lambda: pictures.announcing(65000, 65000), "picture-large"),
    Hostile("a ribbon", "a.png", lambda: pictures.announcing(100_000, 20), "picture-large"),
    Hostile("a picture that only counts who opens it", "a.png", lambda: pictures.written(pictures.scene(1, 1), "PNG"), "picture-small"),
    Hostile("half a gigabyte of words", "a.png", pictures.with_packed_words, "damaged"),
    Hostile("half of a PNG", "a.png", lambda: pictures.written(pictures.scene(), "PNG")[:2000], "damaged"),
    Hostile("half of a JPEG", "a.jpg", lambda: pictures.photograph()[:5000], "damaged"),
    Hostile("less than it announces", "a.png", lambda: pictures.announcing(100, 100), "damaged"),
    Hostile("a beginning and nothing else", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + b"\0" * 90, "damaged"),
    Hostile("half of a WebP", "a.webp", lambda: pictures.written(pictures.scene(), "WEBP")[:500], "damaged"),
]

HOSTILE_NAMES = [
    Hostile("the ending of a program", "report.pdf.exe", pdfs.plain, "kind"),
    Hostile("no ending", "report", pdfs.plain, "no-ending"),
    Hostile("an ending of spaces", "report.  ", pdfs.plain, "no-ending"),
    Hostile("a Word file called PDF", "a.pdf", packages.office, "name-differs"),
    Hostile("a PDF called Word", "a.docx", pdfs.plain, "name-differs"),
    Hostile("a PDF called CSV", "a.csv", pdfs.plain, "name-differs"),
    Hostile("a rich text called Word", "a.docx", lambda: b"{\\rtf1 words}", "name-differs"),
]

GOOD_DOCUMENTS = [
    Good("one page", "a.pdf", pdfs.plain, "pdf", {"page_count": 1, "is_tagged": False, "has_text": True}, ("pdf-untagged", "pdf-no-language", "pdf-no-title")),
    Good("tags, language and title", "a.pdf", pdfs.tagged, "pdf", {"page_count": 3, "is_tagged": True, "language": "en-GB", "title": "Agreement on forensic services"}),
    Good("a title in the old place", "a.pdf", pdfs.titled_the_old_way, "pdf", {"title": "An old title"}, ("pdf-untagged", "pdf-no-language")),
    Good("a scan", "a.pdf", pdfs.scan, "pdf", {"has_text": False, "pages_without_text": 1}, ("pdf-untagged", "pdf-no-language", "pdf-no-title", "pdf-no-text")),
    Good("object streams", "a.pdf", lambda: pdfs.plain(5, object_stream_mode=pdfs.pikepdf.ObjectStreamMode.generate), "pdf", {"page_count": 5}, None),
    Good("made for the web (linearised)", "a.pdf", lambda: pdfs.plain(5, linearize=True), "pdf", {"has_earlier_versions": False}, None),
    Good("an earlier version inside", "a.pdf", pdfs.revised, "pdf", {"has_earlier_versions": True}, None),
    Good("a link", "a.pdf", lambda: pdfs.linking("https://www.example.org/"), "pdf", {}, None),
    Good("an action that goes to a page", "a.pdf", lambda: pdfs.with_root(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))), "pdf", {}, None),
    Good("a form to fill in", "a.pdf", pdfs.plain_form, "pdf", {}, None),
    Good("lines behind its end", "a.pdf", lambda: pdfs.plain() + b"\r\n\r\n\0\0", "pdf", {}, None),
    Good("a thousand pages", "a.pdf", lambda: pdfs.plain(1000), "pdf", {"page_count": 1000}, None),
    Good("capitals in the ending", "A REPORT.PDF", pdfs.plain, "pdf", {}, None),
    Good("Word", "a.docx", packages.office, "docx", {}),
    Good("Word with a link", "a.docx", lambda: packages.related("hyperlink", "https://www.example.org/"), "docx", {}),
    Good("Word with a picture", "a.docx", lambda: packages.office(more={"word/media/image1.png": pictures.written(pictures.scene(40, 40), "PNG")}), "docx", {}),
    Good("Word with a page number", "a.docx", lambda: packages.word('<w:fldSimple w:instr=" PAGE "/>'), "docx", {}),
    Good("Word with tracked changes", "a.docx", lambda: packages.word('<w:p><w:del w:author="A. Writer"><w:r><w:delText>words</w:delText></w:r></w:del></w:p>'), "docx", {}, ("tracked-changes",)),
    Good("Excel", "a.xlsx", lambda: packages.office("xlsx"), "xlsx", {}),
    Good("Excel with the settings of a printer", "a.xlsx", lambda: packages.office("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\0\1" * 50}), "xlsx", {}),
    Good("Excel with hidden rows", "a.xlsx", lambda: packages.office("xlsx", {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{packages.SHEETS}"><sheetData><row r="1" hidden="1"/></sheetData></worksheet>'}), "xlsx", {}, ("hidden-cells",)),
    Good("Excel with a drawing as Excel writes it", "a.xlsx", lambda: packages.office("xlsx", {"xl/drawings/vmlDrawing1.vml": "<xml><div>words<br></div></xml>"}), "xlsx", {}),
    Good("OpenDocument text", "a.odt", packages.open_document, "odt", {}),
    Good("OpenDocument text with a link and a picture", "a.odt", lambda: packages.open_document(inside='<text:a xlink:href="https://www.example.org/">x</text:a><draw:image xlink:href="Pictures/a.png"/>', more={"Pictures/a.png": pictures.written(pictures.scene(40, 40), "PNG")}), "odt", {}),
    Good("OpenDocument sheet", "a.ods", lambda: packages.open_document("ods", '<table:table table:name="Costs"/>'), "ods", {}),
    Good("OpenDocument sheet with a chart", "a.ods", lambda: packages.open_document("ods", '<draw:object xlink:href="./Object 1"/>', more={"Object 1/content.xml": "<a/>"}), "ods", {}),
    Good("CSV", "a.csv", lambda: b"Force,Officers\r\nDerbyshire,1900\r\n", "csv", {"lines": 2}),
    Good("CSV with a byte order mark", "a.csv", lambda: b"\xef\xbb\xbfForce,Officers\nDerbyshire,1900\n", "csv", {"lines": 2}),
    Good("CSV as Excel writes it in Britain", "a.csv", lambda: "Item,Cost\nVan,£200\n".encode("cp1252"), "csv", {"was_converted": True}, ("csv-converted",)),
    Good("CSV with lines inside a cell", "a.csv", lambda: b'a,b\n"one\ntwo, three","say ""yes"""\n', "csv", {"lines": 2}),
    Good("CSV of one column", "a.csv", lambda: b"Force\nDerbyshire\n", "csv", {"lines": 2}),
    Good("CSV with what may be a formula", "a.csv", lambda: b"a,b\n=1+1,-5\n", "csv", {}, ("csv-formulas",)),
    Good("CSV with negative numbers and telephones", "a.csv", lambda: b"a,b\n-5,+44 1332 123456\n", "csv", {}),
]

GOOD_PICTURES = [
    Good("a photograph", "a.jpg", pictures.photograph, "jpeg", {"width": 1000, "height": 700, "form": "jpg", "widths": [480, 960, 1000]}),
    Good("the longer ending", "a.JPEG", pictures.photograph, "jpeg", {}),
    Good("a small one", "a.png", lambda: pictures.written(pictures.scene(300, 200), "PNG"), "png", {"widths": [300], "form": "png"}),
    Good("a large one", "a.jpg", lambda: pictures.written(pictures.scene(4000, 3000), "JPEG"), "jpeg", {"width": 2400, "widths": [480, 960, 1600]}),
    Good("one taken upright", "a.jpg", pictures.turned, "jpeg", {"width": 700, "height": 1000}),
    Good("a profile of colours", "a.jpg", pictures.with_profile, "jpeg", {}),
    Good("two exposures in one file", "a.jpg", pictures.two_exposures, "jpeg", {"width": 1000}),
    Good("colours for print", "a.jpg", lambda: pictures.written(pictures.scene().convert("CMYK"), "JPEG"), "jpeg", {}),
    Good("shades of grey", "a.jpg", lambda: pictures.written(pictures.scene().convert("L"), "JPEG"), "jpeg", {}),
    Good("sixteen bits", "a.png", lambda: pictures.written(pictures.scene().convert("I;16"), "PNG"), "png", {"form": "png"}),
    Good("a palette one can see through", "a.png", lambda: pictures.written(pictures.scene().convert("P"), "PNG", transparency=3), "png", {"form": "png"}),
    Good("WebP", "a.webp", lambda: pictures.written(pictures.scene(), "WEBP"), "webp", {"form": "jpg"}),
    Good("WebP one can see through", "a.webp", lambda: pictures.written(pictures.scene(mode="RGBA").resize((200, 200)), "WEBP"), "webp", {}),
]

HOSTILE = [*HOSTILE_PDFS, *HOSTILE_PACKAGES, *HOSTILE_TABLES, *HOSTILE_PICTURES, *HOSTILE_NAMES]
GOOD = [*GOOD_DOCUMENTS, *GOOD_PICTURES]
