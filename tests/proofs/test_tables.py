"""The tables that the checks go by, held to the code that they speak of."""

from inspect import Parameter, signature

import pytest
from django.urls import URLPattern, get_resolver

from collaboration.embeds import Embeds
from collaboration.proofs.places import ARCHIVES, NOT_FOR_LINKS, OF_FORCES, RECORDS
from collaboration.proofs.records import KNOWN, MANY
from collaboration.proofs.words import WELL_KNOWN


def embeds() -> dict[str, object]:
    return {name.removeprefix("show_").replace("_", "-"): getattr(Embeds, name) for name in dir(Embeds) if name.startswith("show_")}


def test_the_checks_know_every_name_that_texts_may_use():
    assert set(KNOWN) == set(embeds())


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_checks_ask_as_much_of_a_name_as_what_shows_it(name):
    _self, *parameters = signature(embeds()[name]).parameters.values()
    takes_any = any(one.kind is Parameter.VAR_POSITIONAL for one in parameters)
    least = sum(one.default is Parameter.empty and one.kind is not Parameter.VAR_POSITIONAL for one in parameters)
    known = KNOWN[name]
    assert known.least == least
    assert (known.most == MANY) is takes_any
    assert takes_any or known.most + bool(known.words) == len(parameters)


def patterns(resolver, namespace: str = "", first: str = ""):
    """Every address with its name and the first part of its path, but those behind the staff door."""
    for one in resolver.url_patterns:
        path = first or str(one.pattern).split("/")[0]
        if path == "admin":
            continue
        if isinstance(one, URLPattern):
            yield f"{namespace}{one.name}", one
        else:
            yield from patterns(one, f"{one.namespace}:" if one.namespace else namespace, path)


def test_every_address_with_a_word_in_it_is_looked_up_or_not_for_links():
    """A new kind of page has to be added to RECORDS, or links to it would never be checked."""
    with_words = {name for name, pattern in patterns(get_resolver()) if pattern.pattern.converters}
    assert len(with_words) > 8
    assert with_words - set(RECORDS) - NOT_FOR_LINKS - ARCHIVES - OF_FORCES == set()


def test_no_view_is_named_that_is_not_there():
    named = {name for name, _pattern in patterns(get_resolver())}
    assert set(RECORDS) | NOT_FOR_LINKS | ARCHIVES | OF_FORCES <= named


def test_the_list_of_letters_that_everybody_knows_stays_small():
    assert len(WELL_KNOWN) < 90
    assert not {"EMSOU", "OPCC", "PCC", "HMIC"} & WELL_KNOWN
