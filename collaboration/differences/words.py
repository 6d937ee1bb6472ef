"""Differences between two plain texts, paragraph by paragraph and then word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .matching import matching_runs

# A word with the spaces before it (9.30am, o’clock, A-level, £1,000 and an address are each one), a sign, or the end of a line.
TOKEN = re.compile(r"\n|[^\S\n]*(?:(?:https?://|/)[^\s()<>\"]*[\w/]|£?\w+(?:[’'.,:@/-]\w+)*%?|[^\w\s])|[^\S\n]+")
SPACES = " \t\xa0"
# A stretch of so few words between two larger changes only breaks them up.
TOO_FEW = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed ("same"), went ("gone") or came ("new"); a line ends where it holds a line feed."""

    kind: str
    words: str


def tokens_of(text: str) -> list[str]:
    """The words and signs of a text, each with the spaces before it; together they are the text."""
    return TOKEN.findall(text)


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its line feed; together they are the text."""
    return text.splitlines(keepends=True)


def word_differences(before: str, after: str) -> list[Piece]:
    """What stayed, went and came, in reading order; what went stands before what came in its place.

    Without what went it is the text after, to the letter; without what came it is the text before, but
    for its spaces. Spaces alone make no difference.
    """
    old, new = lines_of(tidy(before)), lines_of(tidy(after))
    pieces: list[Piece] = []
    i = j = 0
    keys_old, keys_new = [line.strip(SPACES) for line in old], [line.strip(SPACES) for line in new]
    for i_run, j_run, length in [*matching_runs(keys_old, keys_new), (len(old), len(new), 0)]:
        pieces += between("".join(old[i:i_run]), "".join(new[j:j_run]))
        pieces.append(Piece("same", "".join(new[j_run : j_run + length])))
        i, j = i_run + length, j_run + length
    return list(joined(pieces))


def tidy(text: str) -> str:
    """The text with line feeds alone at the ends of its lines, as a browser and a fixture may differ in them."""
    return re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)


def between(before: str, after: str) -> list[Piece]:
    """The differences of two stretches that have no line in common."""
    if not before or not after:
        return [Piece("gone", before), Piece("new", after)]
    old, new = tokens_of(before), tokens_of(after)
    found: list[Piece] = []
    i = j = 0
    for i_run, j_run, length in [*matching_runs([one.strip(SPACES) for one in old], [one.strip(SPACES) for one in new]), (len(old), len(new), 0)]:
        gone, came = "".join(old[i:i_run]), "".join(new[j:j_run])
        found.append(Piece("gone", gone if gone.strip(SPACES) else ""))
        found.append(Piece("new" if came.strip(SPACES) else "same", came))
        found.append(Piece("same", "".join(new[j_run : j_run + length])))
        i, j = i_run + length, j_run + length
    return without_crumbs([piece for piece in found if piece.words])


def without_crumbs(pieces: list[Piece]) -> list[Piece]:
    """The same differences, with a word or two between larger changes taken into them: “of the” read alone says nothing."""
    kept: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.kind == "same" and 0 < place < len(pieces) - 1 and is_crumb(piece, changed(pieces[max(0, place - 2) : place][::-1]), changed(pieces[place + 1 : place + 3])):
            kept += [Piece("gone", piece.words), Piece("new", piece.words)]
        else:
            kept.append(piece)
    return kept


def is_crumb(piece: Piece, words_before: int, words_after: int) -> bool:
    words = len(piece.words.split())
    return words <= TOO_FEW and "\n" not in piece.words and words < min(words_before, words_after)


def changed(pieces: list[Piece]) -> int:
    """The words in the larger of the changes that these pieces begin with."""
    most = 0
    for piece in pieces:
        if piece.kind == "same":
            break
        most = max(most, len(piece.words.split()))
    return most


def joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind made one, what went before what came, and nothing empty."""
    gone = new = same = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind == "same" and piece.words:
            if gone or new:
                yield from (one for one in (Piece("gone", gone), Piece("new", new)) if one.words)
                gone = new = ""
            same += piece.words
        elif piece.words:
            if same:
                yield Piece("same", same)
                same = ""
            gone += piece.words if piece.kind == "gone" else ""
            new += piece.words if piece.kind == "new" else ""
    yield from (one for one in (Piece("same", same), Piece("gone", gone), Piece("new", new)) if one.words)
