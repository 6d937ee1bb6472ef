"""Reads CSV files (RFC 4180): text in UTF-8, cells with commas between, as many in each line.

What Excel writes on a British computer is often Windows-1252, where a pound sign is one byte; that is
told apart surely enough, and converted. Nothing else in the file is touched.
"""

import csv
import io
from typing import BinaryIO

from . import Unfit

LONGEST_CELL = 64 * 1024
MOST_LINES = 1_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OTHER_SEPARATORS = (";", "\t", "|")
FORMULA = ("=", "+", "-", "@")
MARKUP = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<?php", "<iframe")


def read(file: BinaryIO) -> tuple[dict, dict]:
    """Facts about a table; where it had to be converted, the table in UTF-8 too."""
    content = file.read()
    text, converted = decoded(content)
    if text.lstrip().lower().startswith(MARKUP):
        raise Unfit("csv-markup")
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in set(text)) or "\x7f" in text:
        raise Unfit("csv-not-text")
    lines, has_formulas = read_lines(text)
    facts = {"kind": "csv", "lines": lines, "has_formulas": has_formulas, "was_converted": converted}
    return facts, {"csv": text.encode()} if converted else {}


def decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it was in Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit("csv-utf16")
    if b"\0" in content:
        raise Unfit("csv-utf16" if content[:2000].count(0) > len(content[:2000]) // 4 else "csv-not-text")
    try:
        return content.removeprefix(BYTE_ORDER_MARK).decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Unfit("csv-not-text") from error
    # Text has few letters beyond ASCII; what has many is no text at all.
    if sum(letter > "\x7f" for letter in text) > len(text) // 5:
        raise Unfit("csv-not-text")
    return text, True


def read_lines(text: str) -> tuple[int, bool]:
    """How many lines the table has and whether a cell looks like a formula; raises Unfit where lines differ."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    first, count, has_formulas = 0, 0, False
    try:
        for row in reader:
            if not row:
                continue
            first = first or len(row)
            count += 1
            if len(row) != first:
                raise Unfit("csv-uneven", line=reader.line_num, cells=len(row), first=first)
            if count == 1 and first == 1 and any(mark in row[0] for mark in OTHER_SEPARATORS):
                raise Unfit("csv-separator")
            has_formulas = has_formulas or any(is_formula(cell) for cell in row)
    except csv.Error as error:
        raise Unfit("csv-cell", line=reader.line_num) from error
    if count > MOST_LINES:
        raise Unfit("too-much")
    if count == 0:
        raise Unfit("csv-not-text")
    return count, has_formulas


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take the cell for a formula; a negative number or a telephone number is none."""
    return cell.startswith(FORMULA) and not cell[1:].replace(" ", "").replace(",", "").replace(".", "").replace("%", "").isdigit() and len(cell) > 1
