"""Checks of the words themselves: what a reader stumbles over, and what must not be told at all."""

import re
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from collaboration.editorial.proofs import Copy, Fault, Level, check
from collaboration.facts.models import Fact, Milestone, OfficeHolder
from collaboration.prose import TOKEN
from collaboration.units.models import Unit

from .reading import HEADINGS, Passage, around, passages, shortened, texts, title_field
from .records import records
from .words import (
    ACRONYM,
    AMERICAN_DATE,
    DATE_IN_FIGURES,
    EMAIL,
    LETTERLESS,
    MOBILE,
    PERSONAL,
    SENTENCE_END,
    SHOUTED,
    TEAMS,
    TWICE_ALLOWED,
    UNFINISHED,
    WELL_KNOWN,
    WORD,
    levelled,
)

LONGEST_SENTENCE = 40
# Four words in capitals one after another are a shout, whatever they are.
CAPITALS = re.compile(r"\b[A-Z][A-Z’']+(?:[\s&]+[A-Z][A-Z’']+){3,}\b")
SHOUTING = re.compile(rf"{CAPITALS.pattern}|(?<![\w-])(?:{'|'.join(sorted(SHOUTED))})(?![\w-])")


def found_in(copy: Copy, pattern: re.Pattern, message: str, is_fault: Callable[[re.Match], bool] = bool):
    """A fault for every place that the pattern matches."""
    for passage in copy.once(levelled_passages):
        words = passage.words
        for match in pattern.finditer(words):
            if is_fault(match):
                yield Fault(passage.field, message % {"words": match[0].strip()}, around(words, match.start(), match.end()))


def levelled_passages(copy: Copy) -> list[Passage]:
    """All there is to read, without disguises, and a mark where a record is named."""
    return [replace(passage, words=levelled(TOKEN.sub("…", passage.words))) for passage in copy.once(passages)]


@check("acronym", Level.REASON)
def acronym(copy: Copy):
    """Letters that stand for words come after the words, the first time (WCAG 2.2, 3.1.4)."""
    known = copy.once(known_letters)
    for passage in copy.once(passages):
        words = spelled_out(copy, passage)
        for match in ACRONYM.finditer(words):
            letters, is_told = match[1], is_spelled_out(words, match)
            if letters in known or (has_no_room(copy, passage) and not is_told):
                continue
            known.add(letters)
            if not is_told:
                yield Fault(passage.field, _("“%(letters)s” is not spelled out. The first time, write the words and then the letters in brackets.") % {"letters": letters}, around(words, match.start(), match.end()))


def known_letters(copy: Copy) -> set[str]:
    """What needs no spelling out here: what everybody knows, the thing's own letters, and the terms that it explains.

    A fact or a milestone has no page of its own: it stands in a list, beside the units it names.
    """
    known = WELL_KNOWN | SHOUTED | {getattr(copy.thing, "abbreviation", "")}
    known |= {match[1] for passage in copy.once(passages) if passage.tag == "dt" for match in ACRONYM.finditer(passage.words)}
    if isinstance(copy.thing, (Fact, Milestone, OfficeHolder)):
        known |= set(Unit.objects.live(copy.at).values_list("abbreviation", flat=True))
    return known


def has_no_room(copy: Copy, passage: Passage) -> bool:
    """Whether a passage is a title or heading; what one spells out counts all the same."""
    return passage.field == title_field(copy) or passage.tag in HEADINGS


def spelled_out(copy: Copy, passage: Passage) -> str:
    """The words of a passage with the names of units where they are named, and without words that are in capitals to be heard."""
    units = copy.once(records).get(Unit, {})

    def shown(match: re.Match) -> str:
        name, *arguments = match[1], *match[2].split()
        return units[arguments[0]].full_name if name == "unit" and len(arguments) == 1 and arguments[0] in units else "…"

    return CAPITALS.sub(lambda shout: shout[0].lower(), TOKEN.sub(shown, passage.spelled_out))


def is_spelled_out(words: str, match: re.Match) -> bool:
    """Whether letters stand in brackets behind their words, have them in brackets behind, or have words beside them that begin with them."""
    before, after = words[: match.start()].rstrip("“‘\"' "), words[match.end() :].lstrip("”’\"' ")
    in_brackets = before.endswith("(") and re.search(r"\w\W*\($", before) and after.startswith((")", ",", ";"))
    words_behind = re.match(r"\((?:the )?[A-Za-z][\w’'-]*,? [^)]*[a-z][^)]*\)|(?:stands|is short) for\b", after)
    letters = re.sub(r"[^A-Z]", "", match[1])
    return bool(in_brackets or words_behind) or initials(after)[: len(letters)] == letters or initials(before)[-len(letters) :] == letters


def initials(words: str) -> str:
    """The first letters of words, in capitals, without the small words that lend no letter."""
    return "".join(word[0].upper() for word in re.findall(r"[A-Za-z][\w’']*", words) if word.casefold() not in LETTERLESS)


@check("capitals", Level.REASON)
def capitals(copy: Copy):
    """Words in capitals are hard to read and are spelled letter by letter by some screen readers."""
    yield from found_in(copy, SHOUTING, _("“%(words)s” is in capitals. Write it in small letters; a word that matters can stand in bold."))


@check("mobile-number", Level.STOPS)
def mobile_number(copy: Copy):
    """A mobile telephone is somebody's own; what is on the web stays there."""
    message = _("“%(words)s” is a mobile number. Take it out: give a number of the office, or choose a media contact.")
    yield from found_in(copy, MOBILE, message)
    for name, text in copy.once(texts).items():
        for mark in text.all("a"):
            address = levelled(mark.attributes.get("href", ""))
            if address.startswith(("tel:", "sms:")) and MOBILE.search(address) and not MOBILE.search(levelled(mark.words)):
                yield Fault(name, message % {"words": address.partition(":")[2]}, mark.words)


@check("personal-email", Level.REASON)
def personal_email(copy: Copy):
    """People move on; an office's mailbox is read by whoever is there."""
    message = _("“%(words)s” looks like one person’s own address. Give the address of the office or team.")
    yield from found_in(copy, EMAIL, message, lambda match: is_personal(match[0]))
    for name, text in copy.once(texts).items():
        for mark in text.all("a"):
            scheme, _colon, address = mark.attributes.get("href", "").partition(":")
            address = address.partition("?")[0]
            if scheme == "mailto" and is_personal(address) and address not in mark.words:
                yield Fault(name, message % {"words": address}, mark.words)


def is_personal(address: str) -> bool:
    """Whether the part before the @ is made like a person's name or number, with no word for a team in it."""
    reader = address.partition("@")[0].casefold()
    return bool(PERSONAL.fullmatch(reader)) and not TEAMS & set(re.split(r"[._-]", reader))


@check("long-sentence", Level.REASON)
def long_sentence(copy: Copy):
    """The longer a sentence, the fewer people get to its end."""
    for passage in copy.once(passages):
        for sentence in SENTENCE_END.split(TOKEN.sub("one two", passage.words)):
            count = len(WORD.findall(sentence))
            if count > LONGEST_SENTENCE:
                yield Fault(passage.field, _("A sentence has %(count)s words. Make two or three of it, or a list.") % {"count": count}, shortened(sentence))


@check("date-in-figures", Level.REASON)
def date_in_figures(copy: Copy):
    """Who reads 3/4/2026 may take it for the fourth of March."""
    yield from found_in(copy, DATE_IN_FIGURES, _("“%(words)s” can be read in two ways. Write the month as a word: 3 April 2026."))


@check("american-date", Level.REASON)
def american_date(copy: Copy):
    """One way of writing dates throughout: 12 November 2013."""
    yield from found_in(copy, AMERICAN_DATE, _("“%(words)s”: write the day before the month, as in 12 November 2013."))


@check("word-twice", Level.REASON)
def word_twice(copy: Copy):
    """A slip that spelling checkers pass over and readers do not."""
    twice = re.compile(r"(?<![\w’'-])([A-Za-z]+)\s+\1(?![\w’'-])", re.IGNORECASE)
    yield from found_in(copy, twice, _("“%(words)s”: the same word stands twice. Delete one."), lambda match: match[1].casefold() not in TWICE_ALLOWED and not match[1].isupper())


@check("unfinished", Level.STOPS)
def unfinished(copy: Copy):
    """What was to be filled in later."""
    yield from found_in(copy, UNFINISHED, _("“%(words)s” was to be filled in later. Finish it, or take it out."))
