"""What changed between two texts, and what becomes of two changes to one text.

Pure functions on words, lines and stored rich text; nothing here knows of records or of the database.
Words are what is told apart: a changed comma is one piece, and no reader meets half a word.
"""

from .merging import Clash, Merged, merge, merge_choices, merge_prose, merge_value
from .prose_lines import plain_paragraphs, prose_differences
from .showing import as_html
from .words import Piece, word_differences

__all__ = [
    "Clash",
    "Merged",
    "Piece",
    "as_html",
    "merge",
    "merge_choices",
    "merge_prose",
    "merge_value",
    "plain_paragraphs",
    "prose_differences",
    "word_differences",
]
