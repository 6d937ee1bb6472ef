"""Why a file is refused, in words an officer can act on: each says what was found and what to do about it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Refused(ValidationError):
    """A file that is not taken. Its message is the reason, its `code` the reason's name."""

    def __init__(self, code: str, **words):
        super().__init__(REASONS[code], code=code, params=words or None)


REASONS = {
    # Any file
    "empty": _("The file is empty. Choose it again: it may not have been saved yet."),
    "too-large": _("The file has %(size)s. The most we take is %(most)s. Save the pictures in it at a lower resolution, or split it."),
    "kind": _("We do not take files that end in “%(extension)s”. We take %(kinds)s."),
    "no-ending": _("The name of the file has no ending, such as .pdf. Give it the ending of its kind. We take %(kinds)s."),
    "not-here": _("A %(found)s file cannot be used here. Here we take %(kinds)s."),
    "name-differs": _("Its name ends in “.%(extension)s”, but what is inside is %(found)s. Find out what the file is before you send it again."),
    "old-office": _("This is a file of an old Office version (.doc, .xls). Open it in Word or Excel and save it as .docx or .xlsx."),
    "program": _("This is a program, not a document. Do not open it; tell your IT security team."),
    "svg": _("This is an SVG drawing, which can carry a program. Save the drawing as PNG."),
    "gif": _("This is a GIF. Save the picture as PNG or JPEG."),
    "heic": _("This is a HEIC or AVIF picture, as some phones take them. Save it as JPEG."),
    "damaged": _("The file is damaged or not complete. Open it in the program it was made with, save it again and send that."),
    "too-much": _("The file unpacks to far more than its size, or takes too long to read. A file made to block computers does that. Save it again from the program it was made with."),
    "glued": _("Something else is joined to the file, before its beginning or after its end. Save it again from the program it was made with."),
    "storage-away": _("The place where files are kept does not answer just now, so the file could not be stored. Send it again in a few minutes."),
    # PDF
    "pdf-locked": _("The PDF is protected by a password or by restrictions. Save a copy without protection and send that."),
    "pdf-script": _("The PDF contains a script (JavaScript). Save it again without scripts: “Print to PDF” does that."),
    "pdf-launch": _("The PDF starts a program or opens a file on the reader’s computer. Save it again by “Print to PDF”."),
    "pdf-sends": _("The PDF is a form that sends what people type to another address, or fetches it from there. Save it without that button."),
    "pdf-attachment": _("The PDF has other files attached or is a portfolio of files. Publish each file on its own."),
    "pdf-xfa": _("The PDF is a form made with Adobe LiveCycle (XFA), which most readers cannot open. Save it by “Print to PDF”."),
    "pdf-media": _("The PDF contains sound, film or a 3D model. Save it without them."),
    "pdf-other-file": _("The PDF opens or takes in another file, which the public does not have. Save it again by “Print to PDF”."),
    "pdf-pages": _("The PDF has %(number)s pages. The most we take is %(most)s. Split it."),
    "pdf-no-pages": _("The PDF has no pages. Save it again from the program it was made with."),
    # Word, Excel, OpenDocument
    "zip": _("This is a ZIP archive, not a document. Publish each file on its own."),
    "template": _("This is a template or another kind of Office file, not a document. Save it as .docx, .xlsx, .odt or .ods."),
    "package-locked": _("The file is protected by a password. Save a copy without a password and send that."),
    "macros": _("The file contains macros, which are programs. Save it without them: as .docx, .xlsx, .odt or .ods."),
    "embedded": _("Another file is embedded in it (%(part)s). Readers would get all of that file, not only what you see. Put a picture of it in its place."),
    "outside": _("It takes something in from elsewhere as it opens (%(part)s): a template, a picture or a linked object. Put the thing itself into the file, or remove the link."),
    "figures-elsewhere": _("The spreadsheet takes figures from another file or program. Use “Break links” and send it again."),
    "dde": _("The file takes something from another program as it opens (DDE or an include field). Replace the field by its text."),
    "bad-part": _("The file contains something that does not belong in it (%(part)s). Open it, save it again and send that."),
    "xml-declarations": _("The file contains declarations that Office does not write and that are used for attacks. Tell your IT security team."),
    "hidden-sheet": _("The spreadsheet has a hidden sheet, “%(sheet)s”. Anybody can unhide it. Delete the sheet, or show it if it is meant for the public."),
    "pivot-records": _("The spreadsheet has a pivot table that carries all the records it was made from. Copy the table, paste it as values, and delete the pivot table."),
    # CSV
    "csv-not-text": _("The file is not a table of text. Save it from Excel as “CSV UTF-8 (comma delimited)”."),
    "csv-utf16": _("The file is in Unicode as “UTF-16”, which many programs cannot read. Save it from Excel as “CSV UTF-8 (comma delimited)”."),
    "csv-markup": _("The file is a web page, not a table. Save the table itself as “CSV UTF-8 (comma delimited)”."),
    "csv-separator": _("The cells are not separated by commas. Save it from Excel as “CSV UTF-8 (comma delimited)”."),
    "csv-uneven": _("Line %(line)s has %(cells)s cells and the first line has %(first)s. Each line needs as many. Take titles and notes out of the table."),
    "csv-cell": _("Line %(line)s cannot be read: a quotation mark is not closed, or a cell is too long."),
    # Pictures
    "picture-moves": _("The picture moves. Choose one that stands still."),
    "picture-large": _("The picture has %(width)s × %(height)s points. The most we take is %(most)s million points. Save it smaller."),
    "picture-small": _("The picture has %(width)s × %(height)s points. That is too small to show: send one that is at least %(least)s points wide and high."),
}  # fmt: skip

FINDINGS = {
    "pdf-untagged": _("The PDF is not tagged, so screen readers cannot tell headings, lists and tables. Save it from Word by “Save as PDF” with “Document structure tags for accessibility”."),
    "pdf-no-language": _("The PDF does not say which language it is in, so screen readers may mispronounce it."),
    "pdf-no-title": _("The PDF has no title in its properties; browsers show the name of the file instead."),
    "pdf-no-text": _("The PDF is a scan without text: nobody can search it, and screen readers read nothing. Run text recognition (OCR)."),
    "pdf-some-pages-without-text": _("Some pages of the PDF are scans without text. Run text recognition (OCR)."),
    "pdf-earlier-versions": _("The PDF still carries earlier versions of itself, which can be brought back. Save it anew by “Print to PDF”."),
    "tracked-changes": _("The document has tracked changes. Readers would see what was deleted. Accept or reject them all."),
    "comments": _("The document has comments. Readers would see them. Delete them all."),
    "hidden-cells": _("The spreadsheet has hidden rows or columns. Anybody can unhide them."),
    "csv-converted": _("The file was not in UTF-8; we have converted it. Check the pound signs and accents."),
    "csv-formulas": _("Some cells begin with = + - or @. Spreadsheet programs may take them for formulas."),
}  # fmt: skip


def sentences_for(findings: str) -> list[str]:
    """The sentences for the names of findings, as a row keeps them: with spaces between."""
    return [str(FINDINGS[name]) for name in findings.split() if name in FINDINGS]
