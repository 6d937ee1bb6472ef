"""Reading a CSV file that somebody chose: what it is, in which letters, and whether it can be trusted to be a table."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .cells import as_meant

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 100
LONGEST_CELL = 100_000
SEPARATORS = ",;\t"
# The signatures of files that are often taken for CSV.
OTHER_FILES = {b"PK\x03\x04": "XLSX", b"\xd0\xcf\x11\xe0": "XLS", b"%PDF": "PDF", b"{\\rtf": "RTF"}
# No text has these; they are what other encodings and programs look like when read as letters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\u202a-\u202e\u2066-\u2069]")


class Unreadable(Exception):
    """A file that is no table for us; the text says why and what to do, in a sentence."""


@dataclass(frozen=True)
class Row:
    """One row of a table: its number as a spreadsheet shows it, its cells by column, and what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table as it was read: the columns in their order, and the rows that hold anything."""

    columns: list[str]
    rows: list[Row]


def read(raw: bytes) -> Sheet:
    """The table in a CSV file. Raises Unreadable."""
    records = records_of(letters(raw))
    if not records:
        raise Unreadable(_("The file is empty."))
    columns = columns_of(records[0])
    rows = [row_of(number, cells, columns) for number, cells in enumerate(records[1:], 2) if any(cell.strip() for cell in cells)]
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has %(number)s rows; the most is %(most)s. Split it.") % {"number": len(rows), "most": MOST_ROWS})
    return Sheet(columns, rows)


def letters(raw: bytes) -> str:
    """The file as text: UTF-8, or else what Excel writes for Western Europe. Raises Unreadable for anything else."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. Split it."))
    kind = next((name for signature, name in OTHER_FILES.items() if raw.startswith(signature)), "")
    if kind:
        raise Unreadable(_("This is a %(kind)s file. Save it as “CSV UTF-8” and choose that file.") % {"kind": kind})
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            break
        return text
    raise Unreadable(_("The letters of this file cannot be read. Save it as “CSV UTF-8” and choose that file."))


def records_of(text: str) -> list[list[str]]:
    """The records of the table, by the separator that divides its first line into most columns."""
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Unreadable(_("The file is no table we can read: a quotation mark is opened and not closed, or a cell is far too long (%(error)s).") % {"error": error}) from error


def columns_of(header: list[str]) -> list[str]:
    """The names of the columns, without empty ones at the end. Raises Unreadable for a header that is none."""
    names = [" ".join(as_meant(cell).split()) for cell in header]
    while names and not names[-1]:
        names.pop()
    if not names or not all(names):
        raise Unreadable(_("The first row has to name every column."))
    if len(names) > MOST_COLUMNS:
        raise Unreadable(_("The file has too many columns."))
    twice = [name for name, times in Counter(name.lower() for name in names).items() if times > 1]
    if twice:
        raise Unreadable(_("These columns stand in the file twice: %(names)s.") % {"names": ", ".join(name[:40] for name in twice)})
    return names


def row_of(number: int, cells: list[str], columns: list[str]) -> Row:
    """One record as a row. What is longer or shorter than the header is said to be wrong, for then no cell is sure of its column."""
    fault = ""
    if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns):]):  # fmt: skip
        fault = _("This row has %(cells)s cells and the first row %(columns)s.") % {"cells": len(cells), "columns": len(columns)}
    elif any(len(cell) > LONGEST_CELL for cell in cells):
        fault = _("A cell of this row is far too long.")
    return Row(number, {name: as_meant(cell) for name, cell in zip(columns, cells, strict=False)}, fault)
