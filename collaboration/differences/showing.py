"""Differences as a page shows them: by <ins> and <del>, in words for those who hear the page, and folded where nothing changed."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .words import Piece

EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.S)


def as_html(pieces: list[Piece], fold: int | None = None) -> SafeString:
    """The pieces as HTML for an element whose style keeps line feeds (class `differences`).

    `fold` keeps so many unchanged words beside each change and says how many are left out in between.
    """
    last = len(pieces) - 1
    shown = [one_piece(piece, fold, place == 0, place == last) for place, piece in enumerate(pieces)]
    return mark_safe("".join(shown))


def one_piece(piece: Piece, fold: int | None, is_first: bool, is_last: bool) -> str:
    if piece.kind == "same":
        return folded(piece.words, fold, is_first, is_last) if fold is not None else escape(piece.words)
    before, words, after = EDGES.fullmatch(piece.words).groups()
    if not words:
        return piece.words if piece.kind == "new" else ""
    if piece.kind == "gone":
        marked = format_html('<del><span class="visually-hidden">{} </span>{}<span class="visually-hidden"> {}</span></del>', _("deleted:"), words, _("end of deletion"))
    else:
        marked = format_html('<ins><span class="visually-hidden">{} </span>{}<span class="visually-hidden"> {}</span></ins>', _("added:"), words, _("end of addition"))
    return f"{before}{marked}{after}"


def folded(text: str, beside: int, is_first: bool, is_last: bool) -> str:
    """Unchanged words with their middle left out, or their outer end at the ends of the text, if that saves anything worth it."""
    words = list(re.finditer(r"\S+", text))
    head = 0 if is_first else beside
    tail = 0 if is_last else beside
    left_out = len(words) - head - tail
    if left_out <= beside:
        return escape(text)
    start = words[head].start() if head else 0
    end = words[-tail].start() if tail else len(text)
    note = ngettext("… %(count)s word unchanged …", "… %(count)s words unchanged …", left_out) % {"count": f"{left_out:,}"}
    kept_start, kept_end = escape(text[:start].rstrip(" ")), escape(text[end:])
    return format_html('{} <span class="differences__folded">{}</span> {}', kept_start, note, kept_end)
