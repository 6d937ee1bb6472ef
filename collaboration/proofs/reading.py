"""Reads what is to be published, field by field: rich text as its headings, links, tables and blocks of words.

Rich text is cleaned first, as it will be when it is stored; what is left is well formed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import models

from collaboration.editorial.proofs import Copy
from collaboration.partial_dates import PartialDateField
from collaboration.prose import ProseField, clean

BLOCKS = {"p", "li", "h2", "h3", "h4", "td", "th", "dt", "dd", "caption", "blockquote", "cite"}
HEADINGS = {"h2", "h3", "h4"}
ALONE = {"br", "hr"}

# Fields that hold words and are not read as running text, or not by the public.
NOT_READ = {"path", "slug", "owner", "reference", "key", "language", "abbreviation", "file"}
NOT_WORDS = (models.SlugField, models.URLField, models.EmailField, models.FileField, PartialDateField)
TITLES = ("headline", "title", "name")


@dataclass
class Mark:
    """One element of rich text, with what is inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Mark | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Mark"]:
        """This element and every one inside it, in the order of the text."""
        yield self
        for part in self.inside:
            if isinstance(part, Mark):
                yield from part.walk()

    def all(self, *tags: str) -> Iterator["Mark"]:
        return (mark for mark in self.walk() if mark.tag in tags)

    @property
    def words(self) -> str:
        """Everything inside as plain words."""
        return " ".join("".join(part.words_in_line if isinstance(part, Mark) else part for part in self.inside).split())

    @property
    def words_in_line(self) -> str:
        if self.tag == "br":
            return " "
        return f" {self.words} " if self.tag in BLOCKS else "".join(part.words_in_line if isinstance(part, Mark) else part for part in self.inside)

    def own_words(self, spell_out: bool = False) -> str:
        """The words of this block without those of blocks inside it; with `spell_out`, as the check of acronyms reads them."""
        return " ".join("".join(self.own_parts(spell_out)).split())

    def own_parts(self, spell_out: bool) -> Iterator[str]:
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif part.tag == "br":
                yield " "
            elif part.tag == "abbr" and spell_out and part.attributes.get("title"):
                yield f"{part.attributes['title']} ({part.words})"
            elif part.tag == "a" and spell_out and "(" not in part.words:
                # A link is called what the page behind it is called, and explained there.
                yield part.words.lower()
            elif part.tag not in BLOCKS:
                yield from part.own_parts(spell_out)


class Reader(HTMLParser):
    """Builds the marks of a text while it is fed one."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Mark("text")]

    def handle_starttag(self, tag, attrs):
        mark = Mark(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(mark)
        if tag not in ALONE:
            self.open.append(mark)

    def handle_endtag(self, tag):
        if any(mark.tag == tag for mark in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def marks_of(html: str) -> Mark:
    """Rich text as a tree of marks, cleaned as it would be stored."""
    reader = Reader()
    reader.feed(clean(html or ""))
    reader.close()
    return reader.open[0]


@dataclass
class Passage:
    """A run of words as a reader meets it: a paragraph, a heading, a cell, a summary."""

    field: str
    tag: str
    words: str
    spelled_out: str


def fields_of(copy: Copy) -> list[models.Field]:
    return [copy.thing._meta.get_field(name) for name in copy.thing.drafted_fields]


def value_of(copy: Copy, name: str):
    return getattr(copy.thing, name)


def texts(copy: Copy) -> dict[str, Mark]:
    """Every field of rich text, by name."""
    return {one.name: marks_of(value_of(copy, one.name)) for one in fields_of(copy) if isinstance(one, ProseField)}


def lines(copy: Copy) -> dict[str, str]:
    """Every field of plain words that the public reads, by name."""
    found = {}
    for one in fields_of(copy):
        wordy = isinstance(one, (models.CharField, models.TextField)) and not isinstance(one, (ProseField, *NOT_WORDS))
        if wordy and one.editable and not one.choices and one.name not in NOT_READ:
            found[one.name] = value_of(copy, one.name) or ""
    return found


def title_field(copy: Copy) -> str | None:
    """The field that names the thing; None for what has no name."""
    return next((name for name in TITLES if name in copy.thing.drafted_fields), None)


def passages(copy: Copy) -> list[Passage]:
    """All that there is to read, in order; a field of plain words is one passage."""
    rich, plain = copy.once(texts), copy.once(lines)
    found = []
    for name in copy.thing.drafted_fields:
        if plain.get(name):
            words = " ".join(plain[name].split())
            found.append(Passage(name, "line", words, words))
        if name in rich:
            found += [Passage(name, mark.tag, mark.own_words(), mark.own_words(spell_out=True)) for mark in blocks_of(rich[name])]
    return [passage for passage in found if passage.words]


def blocks_of(text: Mark) -> Iterator[Mark]:
    """The text's blocks, itself among them for words that stand in none."""
    return (mark for mark in text.walk() if mark.tag in BLOCKS or mark is text)


def around(words: str, start: int, end: int, room: int = 30) -> str:
    """The words at a place with a little of what stands beside them."""
    left, right = max(0, start - room), min(len(words), end + room)
    before, after = words[left:start], words[end:right]
    if left:
        before = "…" + before.partition(" ")[2] if " " in before else "…" + before
    if right < len(words):
        after = after.rpartition(" ")[0] + "…" if " " in after else after + "…"
    return f"{before}{words[start:end]}{after}".strip()


def shortened(words: str, most: int = 80) -> str:
    """The beginning of a passage."""
    return words if len(words) <= most else words[:most].rpartition(" ")[0] + "…"
