"""Every fact of the five source pages stands on a page of ours."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from .html import read

# Marked so that the database is made even when these tests run by themselves.
pytestmark = pytest.mark.django_db
MAPS = Path(__file__).parent / "content"
COUNTS = {"000": 32, "001": 53, "002": 46, "003": 88, "004": 46}


@cache
def entries() -> dict[str, dict]:
    found: dict[str, dict] = {}
    for path in sorted(MAPS.glob("facts_*.yaml")):
        found.update(yaml.safe_load(path.read_text()))
    return found


def test_the_map_names_every_fact_of_the_inventory():
    wanted = {f"{source}-{number:02}" for source, count in COUNTS.items() for number in range(1, count + 1)}
    assert len(wanted) == 265
    assert wanted == set(entries())


@pytest.fixture(scope="module")
def texts(django_db_setup, django_db_blocker):
    """The visible words of each page that the map names, fetched once."""
    from django.test import Client

    with django_db_blocker.unblock():
        client = Client()
        pages = {entry["page"]: client.get(entry["page"]) for entry in entries().values()}
    return {page: read(answer.content.decode()).text if answer.status_code == 200 else "" for page, answer in pages.items()}


@pytest.mark.parametrize("number", sorted(entries()))
def test_a_fact_stands_where_the_map_says(number, texts):
    entry = entries()[number]
    assert entry["wording"]
    for words in entry["wording"]:
        assert " ".join(words.split()) in texts[entry["page"]]
