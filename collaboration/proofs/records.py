"""Checks of the `[[names]]` in rich text: each is known, names a record, and the record is public in time.

What each name shows is the business of the embeds; a test holds the table here to what they know.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from collaboration.agreements.models import Agreement
from collaboration.editorial.models import Publishable
from collaboration.editorial.proofs import Copy, Fault, Level, check
from collaboration.facts.models import Fact
from collaboration.pictures.models import Picture
from collaboration.prose import TOKEN, tokens
from collaboration.publishers.models import Force, Publisher
from collaboration.sources.models import Source
from collaboration.units.models import Unit

from .places import sites
from .reading import Mark, texts


class Names(NamedTuple):
    """What follows a name in double brackets: keys of records, and perhaps a word for what is wanted of one."""

    model: type[Model] | None = None
    by: str = "slug"
    least: int = 0
    most: int = 0
    # What may be asked of the record, and the field that has to hold something for it to be shown.
    words: dict[str, str] = {}


MANY = 99
KNOWN = {
    "fact": Names(Fact, "key", 1, 1),
    "disagreement": Names(Fact, "key", 0, MANY),
    "force": Names(Force, "slug", 1, 1, {"name": "name", "area": "area_square_miles", "population": "population_words", "headquarters": "headquarters", "districts": "districts"}),
    "force-figures": Names(Force, "slug", 1, 1),
    "unit": Names(Unit, "slug", 1, 1, {"name": "name", "summary": "summary", "since": "since", "participants": "name"}),
    "units-table": Names(Unit, "slug", 0, MANY),
    "bodies-table": Names(Unit, "slug", 0, MANY),
    "unit-sections": Names(Unit, "slug", 0, MANY),
    "agreement": Names(Agreement, "slug", 1, 1, {"title": "title", "extended": "extended_until"}),
    "sources": Names(Source, "key", 0, MANY),
    "picture": Names(Picture, "slug", 1, 1),
    "office-holders": Names(Publisher, "slug", 0, 1),
    "newsletters": Names(None, "", 1, 1),
    "our-units": Names(),
    "our-agreements": Names(),
    "regional-agreements": Names(),
    "national-agreements": Names(),
    "forces": Names(),
    "office-contact": Names(),
    "milestones": Names(),
}


def typed(copy: Copy) -> list[tuple[str, tuple[str, ...]]]:
    """Every name in double brackets, with the field it stands in."""
    return [(name, token) for name, text in copy.once(texts).items() for token in tokens(all_words(text))]


def all_words(text: Mark) -> str:
    """The words of a text as they stand, whatever blocks they stand in."""
    return "".join(part if isinstance(part, str) else f" {all_words(part)} " if part.tag == "br" else all_words(part) for part in text.inside)


def is_well_formed(token: tuple[str, ...]) -> bool:
    """Whether a name is known and is followed by as much as it asks for."""
    name, *arguments = token
    known = KNOWN.get(name)
    if known is None:
        return False
    keys = arguments[: known.most]
    rest = arguments[known.most :]
    return len(keys) >= known.least and (not rest or (len(rest) == 1 and rest[0] in known.words))


def as_typed(token: tuple[str, ...]) -> str:
    return f"[[{' '.join(token)}]]"


@check("unknown-name", Level.STOPS)
def unknown_name(copy: Copy):
    """What nobody understands is shown to readers as it was typed."""
    for field, token in copy.once(typed):
        if not is_well_formed(token):
            yield Fault(field, _("%(name)s is not a name we know, or something is missing in it. Correct it, or write the words themselves.") % {"name": as_typed(token)}, as_typed(token))
    for field, text in copy.once(texts).items():
        for left in re.findall(r"\[\[[^\]]*\]?\]?|\]\]", TOKEN.sub("", all_words(text))):
            yield Fault(field, _("There are double brackets that name nothing. Names are in small letters: [[fact population-served]]."), left)


def records(copy: Copy) -> dict[type[Model], dict[str, Model]]:
    """The records named, by key, public or not. One query for each kind."""
    wanted = defaultdict(set)
    for _field, (name, *arguments) in copy.once(typed):
        known = KNOWN.get(name, Names())
        if known.model:
            wanted[known.model, known.by].update(arguments[: known.most])
    return {model: {getattr(one, by): one for one in candidates(copy, model, by, keys)} for (model, by), keys in wanted.items()}


def candidates(copy: Copy, model: type[Model], by: str, keys: set[str]) -> Iterable[Model]:
    """The records of a kind with these keys that a text of this publisher may name."""
    if model is Publisher:
        return copy.once(sites).values()
    if model is Force:
        return [one.force for one in copy.once(sites).values() if one.force]
    rows = model.objects.for_site(copy.thing.publisher) if model is Picture else model.objects.all()
    return rows.filter(**{f"{by}__in": keys})


@check("name-without-record", Level.STOPS)
def name_without_record(copy: Copy):
    """Readers would find “not published here”, or nothing, in the middle of a sentence."""
    for field, token in copy.once(typed):
        known, arguments = KNOWN.get(token[0], Names()), token[1:]
        if not is_well_formed(token) or known.model is None:
            continue
        found = {key: copy.once(records)[known.model].get(key) for key in arguments[: known.most]}
        gaps = {key: gone_at(copy, one) for key, one in found.items() if not is_public(copy, one)}
        if not gaps:
            gaps = {word: None for word in arguments[known.most :] if not getattr(found[arguments[0]], known.words[word])}
        for key, moment in gaps.items():
            sentence = _("%(name)s: there is nothing public behind “%(key)s”. Choose another record, or write the words themselves.")
            yield Fault(field, sentence % {"name": as_typed(token), "key": key}, as_typed(token), moment)


def is_public(copy: Copy, record: Model | None) -> bool:
    """Whether a record is there for readers when the copy is; those without dates always are."""
    return record is not None and (not isinstance(record, Publishable) or record.is_live(copy.at))


def gone_at(copy: Copy, record: Model | None):
    """From when it will be public, as far as this office may know."""
    may_know = record is not None and record.publisher_id == copy.thing.publisher_id
    return record.publish_at if may_know and record.publish_at and record.publish_at > copy.at else None
