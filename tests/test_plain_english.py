"""Our own texts are easy enough to read. How that is measured: tests/plain_english.py, which also prints every page."""

import pytest

from .plain_english import Reading, average, of_page, own_pages, syllables, without_names

pytestmark = pytest.mark.django_db
HARDEST_SITE = 10
# A page may be harder than its site where its matter is; under a hundred words the measure says little.
HARDEST_PAGE, ENOUGH_WORDS = 12, 100


@pytest.mark.parametrize("names", [False, True], ids=["without names", "names and all"])
def test_every_site_is_plain_english_on_average(visits, names):
    grades = {site: average(readings.values()) for site, readings in own_pages(visits, names).items()}
    assert len(grades) == 11
    assert all(0 < grade <= HARDEST_SITE for grade in grades.values()), grades


def test_no_page_is_hard_to_read(visits):
    every = {address: one for readings in own_pages(visits).values() for address, one in readings.items()}
    measured = {address: one for address, one in every.items() if one.words > ENOUGH_WORDS}
    assert len(measured) > 100
    assert {address: round(one.grade, 1) for address, one in measured.items() if one.grade > HARDEST_PAGE} == {}


def test_the_measure_knows_hard_from_easy():
    easy = "<main><p>The five forces share this work. You can ask them about it. They will write to you soon.</p></main>"
    hard = (
        "<main><p>Notwithstanding the aforementioned considerations, interoperability of organisational infrastructure "
        "necessitates comprehensive reconsideration of collaborative arrangements and accountability mechanisms.</p></main>"
    )
    assert of_page(easy).grade < 5
    assert of_page(hard).grade > 20
    assert of_page("<nav><p>Words that nobody reads as text of the page.</p></nav>") == Reading()


def test_a_name_counts_as_one_word_and_the_start_of_a_sentence_is_no_name():
    assert without_names("The Office of the Police and Crime Commissioner for Derbyshire wrote on 12 November 2013.") == "name wrote on then."
    assert without_names("People in Derbyshire elect one.") == "people in name elect one."


@pytest.mark.parametrize(
    ("word", "number"), [("police", 2), ("collaboration", 5), ("organised", 3), ("policed", 2), ("programme", 2), ("x", 1), ("counter-terrorism", 6), ("2013", 2)]
)
def test_syllables_are_counted_as_they_are_said(word, number):
    assert syllables(word) == number
