"""Files that somebody may choose for a table and that are none, or mean harm: each with the words that it is refused with."""

import random

HEAD = b"Slug,Title as published,Scope,Function,Summary\r\n"
ROW = b"a-slug,A title,Regional,Testing,A summary.\r\n"
LETTERS = "The letters of this file cannot be read"
NO_TABLE = "The file is no table we can read"

# Refused as a whole, at the field.
FILES = {
    "empty": (b"", "The submitted file is empty"),
    "only-a-mark": (b"\xef\xbb\xbf", "The file is empty"),
    "only-line-ends": (b"\r\n\r\n\r\n", "The first row has to name every column"),
    "nul": (HEAD + b"a\x00b,A,Regional,T,S.\r\n", LETTERS),
    "utf-16": ((HEAD + ROW).decode().encode("utf-16"), LETTERS),
    "utf-16-without-mark": ((HEAD + ROW).decode().encode("utf-16-le"), LETTERS),
    "utf-32": ((HEAD + ROW).decode().encode("utf-32"), LETTERS),
    "escape-sequences": (HEAD + b"a-slug,\x1b]0;owned\x07,Regional,T,S.\r\n", LETTERS),
    "letters-turned-round": (HEAD + "a-slug,A \u202eeltit,Regional,T,S.\r\n".encode(), LETTERS),
    "letters-lost-before": (HEAD + "a-slug,A \ufffd,Regional,T,S.\r\n".encode(), LETTERS),
    "no-letters-of-cp1252": (HEAD + b"a-slug,\x81\x8d\x8f,Regional,T,S.\r\n", LETTERS),
    "random": (random.Random(4).randbytes(5000), LETTERS),
    "spreadsheet": (b"PK\x03\x04" + b"\x00" * 100, "This is a XLSX file"),
    "old-spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "This is a XLS file"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "This is a PDF file"),
    "web-page": (b"<!doctype html><script>alert(1)</script>", "We know no column"),
    "quote-never-closed": (HEAD + b'"a-slug,A title,Regional,Testing,A summary.\r\n', NO_TABLE),
    "quote-in-the-middle": (HEAD + b'"a"b,A title,Regional,Testing,A summary.\r\n', NO_TABLE),
    "quote-bomb": (HEAD + b'"' * 1_000_001, NO_TABLE),
    "huge-cell": (HEAD + b"a-slug," + b"A" * 200_000 + b",Regional,T,S.\r\n", NO_TABLE),
    "too-large": (HEAD + b" " * (2 * 1024 * 1024), "larger than 2 MB"),
    "too-many-rows": (HEAD + b"".join(b"slug-%d,A,Regional,T,S.\r\n" % number for number in range(5001)), "5001 rows; the most is 5000"),
    "too-many-columns": (b",".join(b"c%d" % number for number in range(5000)) + b"\r\n", "too many columns"),
    "column-twice": (b"Slug,slug\r\na,b\r\n", "stand in the file twice: slug"),
    "column-by-two-names": (b"Slug,Known to have ended on,ended_on\r\na,,\r\n", "has to stand in the file once: Known to have ended on"),
    "unknown-column": (b"Slug,publish_at\r\na,2020-01-01\r\n", "We know no column “publish_at”. The columns are: Slug, Title as published"),
    "column-that-is-a-formula": (b"Slug,=cmd|' /C calc'!A0\r\na,b\r\n", "We know no column"),
    "column-without-a-name": (b"Slug,,Scope\r\na,b,c\r\n", "The first row has to name every column"),
    "no-key": (b"Title as published\r\nA\r\n", "has to stand in the file once: Slug"),
    "no-columns": (b",,,\r\na,b,c\r\n", "The first row has to name every column"),
}

# Read, and wrong in one row: its number, the column, the words.
ROWS = {
    "short-row": (b"a-slug,A title\r\n", 2, "–", "This row has 2 cells and the first row 5."),
    "long-row": (b"a-slug,A title,Regional,Testing,A summary.,more\r\n", 2, "–", "This row has 6 cells and the first row 5."),
    "same-twice": (ROW + ROW, 3, "Slug", "A row above has the same one."),
    "path-for-a-slug": (b"../../etc/passwd,A title,Regional,Testing,A summary.\r\n", 2, "Slug", "Enter a valid “slug”"),
    "reserved-slug": (b"matrix,A title,Regional,Testing,A summary.\r\n", 2, "Slug", "stands for a page of the register itself"),
    "no-slug": (b",A title,Regional,Testing,A summary.\r\n", 2, "Slug", "This field cannot be blank."),
    "no-title": (b"a-slug,,Regional,Testing,A summary.\r\n", 2, "Title as published", "This field cannot be blank."),
    "no-such-choice": (b"a-slug,A title,global,Testing,A summary.\r\n", 2, "Scope", "“global” is none of: Regional, National."),
    "too-long": (b"a-slug," + b"A" * 300 + b",Regional,Testing,A summary.\r\n", 2, "Title as published", "at most 250 characters"),
}
