"""The sites by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from . import tour

FOCUSED = """() => {
    const one = document.activeElement;
    return {
        name: one === document.body ? "" : one.getAttribute("aria-label") || one.labels?.[0]?.textContent.trim() || one.textContent.trim(),
        area: one.matches(".skip-link") ? "skip link" : (one.closest("header, main, footer")?.localName ?? "body"),
        href: one.getAttribute("href") || "",
    };
}"""
RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return {outline: style.outlineStyle + " " + style.outlineWidth, colour: style.outlineColor, shadow: style.boxShadow};
}"""


def press_until(page, name: str, key: str = "Tab", most: int = 120) -> dict:
    """Press a key until what has the focus bears this name; what that is."""
    for _press in range(most):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if name in focused["name"]:
            return focused
    pytest.fail(f"{name} cannot be reached with {key}")


def luminance(colour: str) -> float:
    """Relative luminance of `rgb(…)` (WCAG 2.2)."""
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_the_first_stop_skips_to_the_content(open_page, site):
    page = open_page(site)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["area"] == "main"


@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_the_keyboard_goes_through_the_page_in_the_order_it_is_read(open_page, site):
    page = open_page(f"{site}units/")
    seen = []
    for _press in range(400):
        page.keyboard.press("Tab")
        area = page.evaluate(FOCUSED)["area"]
        # Behind the last stop comes the browser's own bar, or, where a window has none, the first stop again.
        if area == "body" or (area == "skip link" and seen[-1:] == ["footer"]):
            break
        seen += [area] if seen[-1:] != [area] else []
    assert seen == ["skip link", "header", "main", "footer"]


def test_a_reader_opens_the_menu_and_follows_an_entry_of_its_second_level(open_page):
    page = open_page(tour.FIRE_OFFICE)
    press_until(page, "About")
    page.keyboard.press("Enter")
    assert page.locator(".menu__group[open] > summary").inner_text() == "About"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    wanted = page.evaluate(FOCUSED)
    assert wanted["href"]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted['href']}")
    assert page.locator("h1").count() == 1


def test_escape_closes_the_menu_and_gives_the_focus_back(open_page):
    page = open_page(tour.FIRE_OFFICE)
    press_until(page, "About")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".menu__group[open]").count() == 0
    assert page.evaluate(FOCUSED)["name"] == "About"


def test_the_menu_closes_behind_a_reader_who_moves_on(open_page):
    page = open_page(tour.FIRE_OFFICE)
    press_until(page, "About")
    page.keyboard.press("Space")
    entries = page.locator(".menu__group[open] a").count()
    for _entry in range(entries + 1):
        page.keyboard.press("Tab")
    assert page.locator(".menu__group[open]").count() == 0


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(open_page):
    page = open_page(tour.FIRE_OFFICE, width=390, height=800)
    assert not page.locator("#site-menu").is_visible()
    press_until(page, "Menu")
    page.keyboard.press("Enter")
    assert page.locator("#site-menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#site-menu").is_visible()


def test_the_text_size_changes_by_keyboard(open_page):
    page = open_page(tour.FORCE)
    press_until(page, "largest text size")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "text-largest" in page.evaluate("document.documentElement.className")


def test_an_enquiry_is_written_and_sent_by_keyboard_alone(open_page):
    page = open_page("/lincolnshire-opcc/contact/")
    press_until(page, "Send your enquiry")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]:focus, [role=alert] :focus")
    assert page.title().startswith("Error:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first_wrong = page.evaluate("document.activeElement.name")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    fill_from(page, first_wrong)
    press_until(page, "Send your enquiry")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your enquiry has been received")


def fill_from(page, name: str) -> None:
    """Fill the fields from the one that has the focus on, at the pace of a person: a form filled in a blink is not taken."""
    answers = {"name": "Asha Reader", "email": "asha@example.org", "subject": "Forensics", "message": "Who does it?"}
    for _field in range(8):
        if name in answers:
            page.keyboard.type(answers.pop(name), delay=60)
        elif name == "office":
            page.keyboard.press("ArrowDown")
        if not answers:
            return
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name")
    pytest.fail(f"the keyboard did not come to {sorted(answers)}")


@pytest.mark.parametrize("site", tour.SITES)
def test_what_has_the_focus_shows_it_on_every_theme(open_page, site):
    page = open_page(f"{site}contact/", reduced_motion="reduce")
    for stop in ("A: large text size", "Search this site", "Accessibility", "Your name", "Privacy notice"):
        press_until(page, stop)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(RING)["outline"] == "solid 3px", (stop, scheme)
            assert weakest_edge(page) >= 3, (stop, scheme)


def weakest_edge(page) -> float:
    """The contrast of the ring around what has the focus on the ground where it shows least."""
    ring = page.evaluate(RING)
    grounds = page.evaluate("['body', '.footer', '[class^=header--]', '.emergency'].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)")
    grounds = [one for one in grounds if one != "rgba(0, 0, 0, 0)"]
    assert len(grounds) >= 3
    edge = re.search(r"rgb\([^)]*\)", ring["shadow"])[0]
    return min(max(contrast(ring["colour"], ground), contrast(edge, ground)) for ground in grounds)
