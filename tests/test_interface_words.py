"""The interface's own words can be translated, and dates and numbers read as in Britain.

Templates are searched for words that stand outside `{% translate %}` and `{% blocktranslate %}`. Content
– pages, units, releases – comes from the database in its own language and is no concern of this.
"""

import re
from pathlib import Path

import pytest

from .crawling import pages

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Answers of last resort, rendered when translation may be what broke; what machines read; and the gallery of components.
NOT_JUDGED = {"500.html", "503.html", "408.html", "400.html", "404_bare.html", "layouts/bare.html"}
NAMES_AND_SIGNS = {"East Midlands Police Collaboration Programme", "999", "101", "A", "Facebook", "LinkedIn", "X", "WhatsApp"}
# Cookies are called in the privacy notice what the browser calls them; an address is no word.
NAMES_AND_SIGNS |= {"preferences", "csrftoken", "sessionid", "messages", "?page="}
SPOKEN_ATTRIBUTES = re.compile(r"""\b(?:alt|title|aria-label|placeholder|aria-roledescription|summary)=(?:"([^"]*)"|'([^']*)')""")
WORD = re.compile(r"[A-Za-z]{2,}")


def judged() -> list[Path]:
    found = [path for path in TEMPLATES.rglob("*.html") if str(path.relative_to(TEMPLATES)) not in NOT_JUDGED]
    return sorted(path for path in found if "gallery" not in path.name)


def literal_words(template: str) -> list[str]:
    """What stands in a template to be read by people, outside every translation."""
    text = re.sub(r"\{#.*?#\}|\{% comment .*?endcomment %\}", "", template, flags=re.S)
    text = re.sub(r"\{% block(?:translate|trans)\b.*?\{% endblock(?:translate|trans) %\}", "", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\x00", text, flags=re.S)
    text = re.sub(r"<!--.*?-->|<(script|style|title)\b[^>]*>\s*</\1>", "", text, flags=re.S)
    spoken = [one or other for one, other in SPOKEN_ATTRIBUTES.findall(text)]
    between = re.sub(r"<[^>]*>", "\n", text)
    pieces = [piece.strip() for line in [*spoken, *between.splitlines()] for piece in line.split("\x00")]
    return [piece for piece in pieces if WORD.search(piece) and piece not in NAMES_AND_SIGNS]


@pytest.mark.parametrize("path", judged(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_word_of_the_interface_can_be_translated(path):
    assert literal_words(path.read_text()) == []


@pytest.mark.parametrize("template", ["<p>Words</p>", '<a title="Words">{{ x }}</a>', "<p>{{ x }} words {% if y %}{% endif %}</p>"])
def test_words_outside_a_translation_would_be_found(template):
    assert len(literal_words(template)) == 1


@pytest.mark.parametrize("template", ['<p class="words">{% translate "Words" %}</p>', "{% blocktranslate %}<b>Words</b> {{ x }}{% endblocktranslate %}", "{# Words #}"])
def test_words_in_a_translation_pass(template):
    assert literal_words(template) == []


def test_templates_ask_for_british_dates():
    formats = {"j F Y", "Y-m-d", "c", "F Y", "Y", "j F Y, H:i", "Y-m-d\\TH:i:sO", "j F", "j M Y", "l j F Y", "H:i"}
    asked = {}
    for path in TEMPLATES.rglob("*.html"):
        for one, other in re.findall(r"\|date:(?:\"([^\"]*)\"|'([^']*)')", path.read_text()):
            asked.setdefault(one or other, path.name)
    assert {form: name for form, name in asked.items() if form not in formats} == {}


@pytest.mark.django_db
def test_no_page_shows_a_date_or_a_number_as_other_countries_write_it(visits):
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    foreign = re.compile(rf"\b(?:{months}) \d{{1,2}}, \d{{4}}|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\. \d|\b\d{{1,3}}(?:\.\d{{3}}){{2,}}\b|\b\d{{1,2}}(?:\.\d{{2}})? [ap]\.m\.")
    found = {address: match[0] for address, visit in pages(visits).items() if (match := foreign.search(visit.seen.text))}
    assert found == {}


@pytest.mark.django_db
def test_no_large_number_stands_without_its_comma(visits):
    found = {}
    for address, visit in pages(visits).items():
        # Years, telephone numbers, references and addresses of the web have no commas; quantities of things do.
        match = re.search(r"(?<![\w.,/-])\d{4,}(?= (?:people|square|officers|staff|miles|homes|offences|crimes|pounds))", visit.seen.text)
        found |= {address: match[0]} if match else {}
    assert found == {}
