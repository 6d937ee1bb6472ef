"""Every page of the tour, looked at in every way on one visit: axe, console, requests, 400 %, twice the text, print."""

from functools import cache

import pytest

from . import tour
from .axe import COLOURS
from .inspection import Inspector

EACH_KIND = pytest.mark.parametrize("kind", tour.KINDS)
# The plain fact that a page for a missing address answered 404 is no fault.
FACTS = ("status of 404", "status of 410")


@pytest.fixture(scope="module")
def inspected(chromium, running_site):
    """What was found at each address of a list."""
    inspector = Inspector(chromium, running_site)
    yield cache(lambda *addresses: {address: inspector.inspect(address) for address in addresses})
    inspector.close()


@pytest.fixture
def pages(inspected, kind):
    """What was found on the tour of a kind of site."""
    return inspected(*tour.stops(kind))


def wrong(found: dict, way: str) -> dict:
    """The addresses where this way of looking found anything."""
    return {address: getattr(page, way) for address, page in found.items() if getattr(page, way)}


@EACH_KIND
def test_axe_finds_no_fault_on_any_template(pages):
    assert len(pages) > 10
    assert wrong(pages, "axe") == {}


@EACH_KIND
def test_the_console_is_silent_and_nobody_else_is_asked(pages, running_site):
    for address, page in pages.items():
        assert [one for one in page.said if not any(fact in one for fact in FACTS)] == [], address
        assert page.asked, address
        assert [one for one in page.asked if not one.startswith(running_site)] == [], address
        assert len(set(page.asked)) <= 8, address


@EACH_KIND
def test_nothing_is_lost_at_four_hundred_per_cent(pages):
    """With the site's own largest text on top: test_reading.py."""
    assert wrong(pages, "narrow") == {}


@EACH_KIND
def test_text_of_twice_the_size_fits(pages):
    assert wrong(pages, "large") == {}


@EACH_KIND
def test_a_printed_page_says_where_and_when_it_stood_and_has_no_navigation(pages):
    assert wrong({address: page for address, page in pages.items() if "gallery/" not in address}, "printed") == {}


@EACH_KIND
def test_axe_finds_no_fault_with_any_component(inspected, kind):
    found = inspected(f"{tour.KINDS[kind]}gallery/")
    assert wrong(found, "axe") == {}
    assert wrong(found, "narrow") == {}


@pytest.mark.parametrize("site", [one for one in tour.SITES if one not in tour.KINDS.values()])
def test_axe_finds_no_fault_with_the_colours_of_any_component_in_the_other_themes(auditor, site):
    """Themes of one kind of publisher differ in their colours alone; tests/test_contrast.py computes them as well."""
    auditor.opens(f"{site}gallery/")
    assert auditor.found("wide", "light", COLOURS) + auditor.found("wide", "dark", COLOURS) == []


def test_a_page_that_does_not_fit_or_print_would_be_seen(chromium, running_site):
    html = "<!doctype html><html lang=en><title>A</title><main><h1>A</h1><nav>Menu</nav><p style='width: 40em'>Wide<img src='http://192.0.2.1/x.png'></p></main>"
    inspector = Inspector(chromium, running_site)
    inspector.context.route("**/x.png", lambda route: route.abort())
    inspector.context.route("**/faulty/", lambda route: route.fulfill(body=html, content_type="text/html"))
    found = inspector.inspect("/faulty/")
    inspector.close()
    assert found.axe
    assert found.said
    assert [one for one in found.asked if not one.startswith(running_site)] == ["http://192.0.2.1/x.png"]
    assert "the page scrolls sideways" in found.narrow
    assert found.large == ["the page scrolls sideways", *found.large[1:]]
    assert found.printed[:3] == ["does not say where it stood", "does not say when", "<nav>Menu</nav>"]
