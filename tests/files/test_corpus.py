"""Every file of the corpus, judged as an upload is; no good one refused, no hostile one taken."""

import io
import re

import pytest

from collaboration.files.judging import judge
from collaboration.files.kinds import KINDS
from collaboration.files.reasons import FINDINGS, REASONS, Refused

from .corpus import GOOD, HOSTILE

ALL = tuple(KINDS)
# Said by the parent process alone, or only where a limit of the form is the point: see test_judging.py.
NOT_IN_THE_CORPUS = {"too-large", "not-here", "svg-by-name"}


@pytest.mark.parametrize("one", HOSTILE, ids=lambda one: f"{one.name}: {one.case}")
def test_a_hostile_file_is_refused_with_its_reason(one):
    with pytest.raises(Refused) as refused:
        judge(io.BytesIO(one.make()), one.name, ALL)
    assert refused.value.code == one.reason
    (sentence,) = refused.value.messages
    assert re.fullmatch(r"[A-Z].+[.]", sentence)
    assert "%(" not in sentence


@pytest.mark.parametrize("one", GOOD, ids=lambda one: f"{one.name}: {one.case}")
def test_a_good_file_is_taken_and_known(one):
    judged = judge(io.BytesIO(one.make()), one.name, ALL)
    assert judged.kind.key == one.kind
    assert judged.facts.items() >= one.facts.items()
    if one.findings is not None:
        assert tuple(judged.findings) == one.findings


def test_the_corpus_is_as_large_as_promised_and_names_no_case_twice():
    assert len(HOSTILE) >= 60
    assert len(GOOD) >= 20
    cases = [(one.name, one.case) for one in HOSTILE + GOOD]
    assert len(set(cases)) == len(cases)


def test_every_reason_has_a_file_that_meets_it():
    assert set(REASONS) - {one.reason for one in HOSTILE} == {"too-large", "not-here", "storage-away"}


def test_every_finding_has_a_file_that_shows_it():
    shown = {finding for one in GOOD for finding in one.findings or ()}
    assert set(FINDINGS) - shown == {"pdf-some-pages-without-text", "pdf-earlier-versions", "comments"}
