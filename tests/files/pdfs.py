"""Makers of PDFs for the tests: good ones, and ones that try something."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

DRAWN = b"BT /F1 12 Tf 72 720 Td (An agreement between five forces) Tj ET"


def new(pages: int = 1, drawn: bytes = DRAWN) -> Pdf:
    """A document of pages with a line of text each."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _number in range(pages):
        page = Dictionary(Type=Name.Page, MediaBox=[0, 0, 595, 842], Contents=pdf.make_stream(drawn), Resources=Dictionary(Font=Dictionary(F1=font)))
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def written(pdf: Pdf, **how) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def plain(pages: int = 1, **how) -> bytes:
    return written(new(pages), **how)


def tagged() -> bytes:
    """What Word makes of a document with structure tags: tags, a language, a title."""
    pdf = new(3)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([])))
    pdf.Root.Lang = String("en-GB")
    with pdf.open_metadata(set_pikepdf_as_editor=False) as properties:
        properties["dc:title"] = "Agreement on forensic services"
    return written(pdf)


def titled_the_old_way() -> bytes:
    pdf = new()
    pdf.docinfo["/Title"] = "An old title"
    return written(pdf)


def scan() -> bytes:
    """A page that is a picture and nothing else."""
    pdf = new(1, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    picture = Stream(pdf, b"\x80" * 100)
    picture.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=picture))
    return written(pdf)


def with_root(**entries) -> bytes:
    """A document whose catalogue has these entries."""
    pdf = new()
    for name, value in entries.items():
        pdf.Root[f"/{name}"] = value
    return written(pdf)


def script(words: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(words))


def with_annotation(**entries) -> bytes:
    """A document with one annotation on its first page."""
    pdf = new()
    annotation = {"Type": Name.Annot, "Rect": [0, 0, 100, 100], **entries}
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(**annotation))])
    return written(pdf)


def linking(address: str) -> bytes:
    return with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(address)))


def with_page_action() -> bytes:
    pdf = new()
    pdf.pages[0].AA = Dictionary(O=script())
    return written(pdf)


def with_field_action() -> bytes:
    pdf = new()
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("sum"), AA=Dictionary(C=script("event.value = 1"))))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return written(pdf)


def plain_form() -> bytes:
    """A form to fill in, without any action: there is nothing wrong with that."""
    pdf = new()
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("name"), Type=Name.Annot, Subtype=Name.Widget, Rect=[10, 10, 100, 30]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    pdf.pages[0].Annots = Array([field])
    return written(pdf)


def with_unused_script() -> bytes:
    """A script that nothing refers to: another program may still find it."""
    return by_hand(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")


def with_written_around_name() -> bytes:
    """The name JavaScript, with a letter as its number, as those write it who hide it from a search."""
    return by_hand(b"<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>")


def by_hand(more: bytes = b"<< >>") -> bytes:
    """A small document, with one more object that nothing refers to and a table of contents that is right."""
    objects = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>\nendobj\n",
        b"4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n",
        b"5 0 obj\n" + more + b"\nendobj\n",
    ]
    content, places = b"%PDF-1.7\n", []
    for one in objects:
        places.append(len(content))
        content += one
    start = len(content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def with_attachment() -> bytes:
    pdf = new()
    pdf.attachments["secret.exe"] = b"MZ" + b"\0" * 50
    return written(pdf)


def with_attachment_annotation() -> bytes:
    pdf = new()
    file = Dictionary(Type=Name.Filespec, F=String("a.doc"), EF=Dictionary(F=pdf.make_stream(b"words", Type=Name.EmbeddedFile)))
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file))])
    return written(pdf)


def with_xfa() -> bytes:
    pdf = new()
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))
    return written(pdf)


def encrypted(**passwords) -> bytes:
    return plain(encryption=pikepdf.Encryption(**passwords))


def packed(content: bytes, filters: list[Name]) -> bytes:
    """A document with a stream that unpacks by these filters."""
    pdf = new()
    stream = Stream(pdf, b"")
    stream.write(content, filter=Array(filters))
    pdf.Root.Piece = pdf.make_indirect(stream)
    return written(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def crowded(objects: int) -> bytes:
    """A document of very many objects, packed into few bytes."""
    pdf = new()
    pdf.Root.Crowd = Array([pdf.make_indirect(Dictionary(A=number)) for number in range(objects)])
    return written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def looping() -> bytes:
    """A tree of pages that is its own branch."""
    return by_hand().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def without_pages() -> bytes:
    return written(Pdf.new())


def with_stream_elsewhere() -> bytes:
    pdf = new()
    stream = Stream(pdf, b"")
    stream.stream_dict = Dictionary(F=String("\\\\server\\share\\a.pdf"))
    pdf.Root.Piece = pdf.make_indirect(stream)
    return written(pdf)


def revised() -> bytes:
    """A document to which a later version was added, the earlier one still inside."""
    content = by_hand()
    start = int(content.rpartition(b"startxref\n")[2].split()[0])
    later = b"5 0 obj\n<< /New true >>\nendobj\n"
    table = b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % (len(content), start)
    return content + later + table + b"startxref\n%d\n%%%%EOF\n" % (len(content) + len(later))
