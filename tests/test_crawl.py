"""Every page of the eleven sites, by following every link from every home."""

from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from collaboration.front.addresses import addresses_of
from collaboration.publishers.models import MenuItem, Publisher

from .crawling import HERE, pages

# Marked so that the database is made even when these tests run by themselves.
pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def test_every_link_leads_to_a_page(visits):
    assert len(visits) > 300
    assert {address: (visit.status, visit.came_from) for address, visit in visits.items() if visit.status != 200} == {}


def test_every_page_has_one_first_heading(visits):
    assert {address: visit.seen.h1 for address, visit in pages(visits).items() if visit.seen.h1 != 1} == {}


def test_headings_skip_no_level(visits):
    def skips(levels):
        return any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False))

    assert {address: visit.seen.headings for address, visit in pages(visits).items() if skips(visit.seen.headings)} == {}


def test_titles_are_unique_within_a_site(visits):
    slugs = set(Publisher.objects.values_list("slug", flat=True))
    titles = Counter()
    where = {}
    for address, visit in pages(visits).items():
        if urlsplit(address).query:
            continue
        first = address.split("/")[1]
        key = (first if first in slugs else "programme", visit.seen.title)
        titles[key] += 1
        where.setdefault(key, []).append(address)
    assert {key: where[key] for key, count in titles.items() if count > 1} == {}
    assert all(title for _site, title in titles)


def test_no_id_stands_twice_on_a_page(visits):
    twice = {address: [name for name, count in Counter(visit.seen.ids).items() if count > 1] for address, visit in pages(visits).items()}
    assert {address: names for address, names in twice.items() if names} == {}


def test_every_fragment_is_there(visits):
    seen = pages(visits)
    broken = {}
    for address, visit in seen.items():
        for link in visit.seen.links:
            target, fragment = urldefrag(urljoin(HERE + address, link))
            there = seen.get(target.removeprefix(HERE))
            if fragment and target.startswith(HERE) and there and fragment not in there.seen.ids:
                broken.setdefault(address, []).append(link)
    assert broken == {}


def test_no_page_needs_more_than_eight_queries(visits):
    assert {address: visit.queries for address, visit in visits.items() if visit.queries > MOST_QUERIES} == {}


def test_no_page_sets_a_cookie_but_a_form(visits):
    with_cookie = {address: visit.cookies for address, visit in visits.items() if visit.cookies}
    assert {address for address in with_cookie if "/contact/" not in address and "/complaints/form/" not in address} == set()
    assert all(cookies == ["csrftoken"] for cookies in with_cookie.values())


def test_every_page_carries_the_emergency_advice_and_says_whose_it_is_not(visits):
    for address, visit in pages(visits).items():
        assert "999" in visit.seen.text, address
        assert "101" in visit.seen.text, address
        assert "independent implementation" in visit.seen.text, address


def test_every_page_names_its_one_true_address(visits):
    assert {address for address, visit in pages(visits).items() if not visit.seen.canonical.startswith("http")} == set()


def test_no_name_is_left_unanswered_in_a_text(visits):
    assert {address for address, visit in pages(visits).items() if "[[" in visit.seen.text or "]]" in visit.seen.text} == set()


def test_every_address_of_the_sitemap_was_reached_by_links(visits):
    everything = {address for publisher in Publisher.objects.all() for address, _changed in addresses_of(publisher)}
    assert everything - set(visits) == set()


def test_every_menu_path_was_reached(visits):
    items = MenuItem.objects.exclude(path="").select_related("publisher")
    paths = {item.publisher.root + item.path.removeprefix("/") for item in items}
    assert {path for path in paths if urldefrag(path).url not in visits} == set()


def test_nothing_is_linked_over_an_open_line_to_a_third_party_script(visits):
    assert not any("javascript:" in link for visit in pages(visits).values() for link in visit.seen.links)
