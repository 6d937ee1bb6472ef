"""Reading on anything: zoomed, with large text, in forced colours, without motion, without script."""

import re

import pytest
from playwright.sync_api import expect

from . import tour
from .fitting import found_at


@pytest.mark.parametrize("kind", tour.KINDS)
def test_nothing_is_lost_at_four_hundred_per_cent_with_the_largest_text(open_page, running_site, kind):
    """1280 CSS pixels at 400 % are 320 (WCAG 2.2, 1.4.10), with the site's own largest text on top."""
    page = open_page("/privacy/", width=320, height=256)
    page.context.add_cookies([{"name": "preferences", "value": "largest", "url": running_site}])
    assert found_at(page, running_site, [*tour.stops(kind), f"{tour.KINDS[kind]}gallery/"]) == {}


def test_a_text_size_holds_on_all_eleven_sites(open_page, running_site):
    page = open_page("/northamptonshire-opfcc/news/")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    page.locator("button[value=largest]").click()
    page.locator("html.text-largest").wait_for()
    assert page.url == f"{running_site}/northamptonshire-opfcc/news/"
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") > before * 1.3
    for site in tour.SITES:
        page.goto(running_site + site)
        assert page.locator("html.text-largest").count() == 1
        assert page.locator("button[value=largest][aria-pressed=true]").count() == 1


@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_in_forced_colours_controls_have_edges_and_choices_show(open_page, site):
    page = open_page(f"{site}gallery/", forced_colors="active")
    edged = """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility() && ![...'TopRightBottomLeft'.matchAll(/[A-Z][a-z]+/g)].some(
        ([side]) => getComputedStyle(one)[`border${side}Style`] === 'solid' && parseFloat(getComputedStyle(one)[`border${side}Width`]) >= 1
    )).map(one => one.outerHTML.slice(0, 100))"""
    for control in (".button", ".site-search__words", ".site-search__button", ".field input:not([type=radio], [type=checkbox])", ".field select", ".field textarea", ".pagination a", ".receipt"):
        assert page.locator(control).count(), control
        assert page.evaluate(edged, control) == [], control
    different = """([chosen, other]) => ["borderColor", "borderWidth", "outlineStyle", "textDecorationLine", "fontWeight", "borderStyle"].some(name =>
        getComputedStyle(document.querySelector(chosen))[name] !== getComputedStyle(document.querySelector(other))[name])"""
    for chosen, other in (
        (".text-size [aria-pressed=true]", ".text-size [aria-pressed=false]"),
        (".side-nav [aria-current]", ".side-nav a:not([aria-current])"),
        (".pagination [aria-current]", ".pagination a"),
        (".parties__cell--in", ".parties__cell:not(.parties__cell--in)"),
    ):
        assert page.evaluate(different, [chosen, other]), chosen
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_who_wants_less_motion_gets_none(open_page, running_site, site):
    page = open_page(f"{site}gallery/", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter(one => {
        const style = getComputedStyle(one);
        return style.animationName !== "none" || style.transitionDuration.split(", ").some(time => parseFloat(time)) || style.scrollBehavior === "smooth";
    }).map(one => one.outerHTML.slice(0, 100))"""
    assert page.evaluate(moving) == []
    page.goto(running_site + site)
    assert page.evaluate(moving) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_without_script_every_entry_of_the_header_can_be_reached(open_page, site, width):
    page = open_page(site, width=width, java_script_enabled=False)
    button = page.locator(".menu-button").first
    if button.is_visible():
        button.click()
    groups = page.locator("#site-menu details")
    for number in range(groups.count()):
        group = groups.nth(number)
        group.locator("summary").click()
        for entry in group.locator("a").all():
            assert entry.is_visible()
    for entry in page.locator("#site-menu > ul > li > a").all():
        assert entry.is_visible()


def test_without_script_forms_work(open_page, running_site):
    page = open_page("/derbyshire-police/agreements/", java_script_enabled=False)
    page.locator("main form").get_by_label("State").select_option(index=1)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("state="))
    page.locator("#site-search-words").fill("forensics")
    page.locator(".site-search__button").click()
    expect(page.locator(".found li")).not_to_have_count(0)
    page.locator("button[value=large]").click()
    expect(page.locator("html.text-large")).to_have_count(1)
    page.goto(f"{running_site}/derbyshire-police/contact/")
    page.get_by_label("Your name").fill("Asha Reader")
    page.get_by_role("button", name="Send your enquiry").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label("Your name").input_value() == "Asha Reader"


@pytest.mark.parametrize("kind", tour.KINDS)
def test_what_is_in_another_language_says_so(open_page, kind):
    page = open_page(tour.KINDS[kind])
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    page = open_page(f"{tour.KINDS[kind]}gallery/")
    assert page.locator("main [lang=cy]").inner_text() == "Yr heddlu"


@pytest.mark.parametrize("path", ["/office-holders/", "/leicestershire-opcc/planning-and-money/collaboration/"])
def test_a_table_laid_out_in_blocks_on_a_phone_is_still_a_table_to_a_screen_reader(open_page, path):
    page = open_page(path, width=390, own=True)
    assert page.evaluate("getComputedStyle(document.querySelector('main table tbody tr')).display") == "block"
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert roles.count("table") >= 1
    assert roles.count("row") > 3
    assert roles.count("cell") + roles.count("gridcell") > 3
    assert roles.count("rowheader") + roles.count("columnheader") > 3
