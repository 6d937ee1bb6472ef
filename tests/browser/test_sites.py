"""The sites in a real browser: nothing goes wrong, nothing is fetched from elsewhere, and the strict policy holds."""

import pytest

from .tour import KINDS, stops


def troubles_of(page) -> list[str]:
    """What the console said, apart from the plain fact that a page for a missing address answered 404."""
    return [trouble for trouble in page.troubles if "status of 404" not in trouble and "status of 410" not in trouble]


@pytest.mark.parametrize("kind", KINDS)
def test_the_console_is_silent_and_nobody_else_is_asked(open_page, running_site, kind):
    page = open_page(KINDS[kind])
    for address in stops(kind):
        page.troubles.clear()
        page.asked.clear()
        page.goto(running_site + address)
        assert troubles_of(page) == [], address
        assert [one for one in page.asked if not one.startswith(running_site)] == [], address
        assert len(set(page.asked)) <= 8, address


def test_the_staff_door_works_under_the_same_strict_policy(open_page):
    page = open_page("/admin/")
    assert troubles_of(page) == []
    assert page.locator("input[name=login]").count() == 1
