"""Checks of how rich text is built: headings, tables, quotations (WCAG 2.2, 1.3.1 and 2.4.6)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from collaboration.editorial.proofs import Copy, Fault, Level, check

from .reading import HEADINGS, Mark, shortened, texts

# A paragraph of so many words in bold is taken for a heading, not for emphasis.
LONGEST_HEADING = 12


def headings(copy: Copy) -> Iterator[tuple[str, Mark]]:
    """Every heading with the name of its field, in order."""
    return ((name, mark) for name, text in copy.once(texts).items() for mark in text.all(*HEADINGS))


def tables(copy: Copy) -> Iterator[tuple[str, Mark]]:
    """Every table with the name of its field."""
    return ((name, mark) for name, text in copy.once(texts).items() for mark in text.all("table"))


@check("heading-order", Level.STOPS)
def heading_order(copy: Copy):
    """Who finds their way by headings takes a missing level for a missing part."""
    field, above = None, 1
    for name, mark in headings(copy):
        above = above if name == field else 1
        field, level = name, int(mark.tag[1])
        if level > above + 1:
            sentence = _("A heading of level %(level)s follows one of level %(above)s. Make it level %(right)s.")
            yield Fault(name, sentence % {"level": level, "above": above, "right": above + 1}, mark.words)
        above = level


@check("empty-heading", Level.STOPS)
def empty_heading(copy: Copy):
    """A heading without words is announced and says nothing."""
    for name, mark in headings(copy):
        if not mark.words:
            yield Fault(name, _("There is a heading without words. Delete it, or write what the part below it is about."))


@check("bold-heading", Level.REASON)
def bold_heading(copy: Copy):
    """A line in bold looks like a heading, but nobody can find it as one."""
    for name, text in copy.once(texts).items():
        for mark in text.all("p"):
            bold = " ".join(part.words for part in mark.inside if isinstance(part, Mark) and part.tag == "strong")
            if mark.words and bold == mark.words and len(bold.split()) <= LONGEST_HEADING and not bold.endswith((".", "!", "?", ":")):
                yield Fault(name, _("A whole line stands in bold. If it is a heading, make it one; otherwise keep bold to the words that matter."), bold)


@check("table-caption", Level.STOPS)
def table_caption(copy: Copy):
    """The caption is what a table is called when it is found by itself."""
    for name, table in tables(copy):
        if not any(mark.words for mark in table.all("caption")):
            yield Fault(name, _("A table has no caption. Write above it what the table shows."), shortened(table.words))


@check("table-headings", Level.STOPS)
def table_headings(copy: Copy):
    """Without headings a cell read aloud is a figure without a meaning."""
    for name, table in tables(copy):
        if not any(mark.words for mark in table.all("th")):
            yield Fault(name, _("A table has no headings. Mark its first row or its first column as headings."), shortened(table.words))


@check("table-scope", Level.STOPS)
def table_scope(copy: Copy):
    """A heading of a table says whether it is for its column or for its row."""
    for name, table in tables(copy):
        for mark in table.all("th"):
            if mark.attributes.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield Fault(name, _("A heading of a table does not say what it heads. Mark it as the heading of its column or of its row."), mark.words)


@check("quotation-source", Level.REASON)
def quotation_source(copy: Copy):
    """A reader has to know who said it, and in what office."""
    for name, text in copy.once(texts).items():
        for mark in text.all("blockquote"):
            if not any(cite.words for cite in mark.all("cite")):
                yield Fault(name, _("A quotation does not say whose it is. Add the name and the office of the speaker, marked as the source."), shortened(mark.words))
