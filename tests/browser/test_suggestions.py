"""Suggestions while somebody types, by keyboard, by mouse and for assistive technology; without script the form searches."""

import pytest
from playwright.sync_api import expect

from .axe import RULES, SOURCE

BOX, OPTIONS = "#site-search-words", ".site-search [role=option]"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_is_chosen_from_the_suggestions_with_the_keyboard(open_page, width):
    page = open_page("/", width=width)
    box = page.locator(BOX)
    box.press_sequentially("special op")
    expect(page.locator(OPTIONS).first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(f"document.getElementById('{box.get_attribute('aria-controls')}').getAttribute('role')") == "listbox"
    page.evaluate(SOURCE)
    found = page.evaluate("rules => axe.run('header', {runOnly: rules}).then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html)}`))", RULES)
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box.press("ArrowUp")
    box.press("ArrowUp")
    box.press("ArrowDown")
    chosen = page.locator(f"{OPTIONS}[aria-selected=true]")
    expect(chosen).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("Escape")
    expect(page.locator(OPTIONS).first).to_be_hidden()
    assert box.input_value() == "special op"
    box.press("Backspace")
    expect(page.locator(OPTIONS).first).to_be_visible()
    address = page.locator(OPTIONS).first.get_attribute("data-address")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**{address}")
    assert page.troubles == []


def test_enter_searches_and_a_click_goes_there(open_page):
    page = open_page("/derbyshire-opcc/")
    page.locator(BOX).press_sequentially("custody")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.locator(BOX).press("Enter")
    page.wait_for_url("**/derbyshire-opcc/search/?q=custody")
    page.locator("#search-words").fill("forensic services")
    option = page.locator(".search-box [role=option]").first
    expect(option).to_be_visible()
    address = option.get_attribute("data-address")
    option.click()
    page.wait_for_url(f"**{address}")
    assert page.troubles == []
