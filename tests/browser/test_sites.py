"""The eleven sites in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SITES = [
    "/", *(f"/{area}-police/" for area in ("derbyshire", "leicestershire", "lincolnshire", "northamptonshire", "nottinghamshire")),
    *(f"/{area}-opcc/" for area in ("derbyshire", "leicestershire", "lincolnshire", "nottinghamshire")), "/northamptonshire-opfcc/",
]  # fmt: skip
KINDS = [
    "/derbyshire-police/about-us/east-midlands-police-collaboration/",
    "/leicestershire-opcc/planning-and-money/collaboration/",
    "/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/",
    "/northamptonshire-opfcc/police-and-crime-plan/regional-collaboration/",
    "/units/", "/units/emsou/", "/agreements/", "/agreements/criminal-justice-service-custody/", "/national-bodies/", "/forces/",
    "/history/", "/facts/", "/office-holders/", "/news/", "/search/?q=forensics", "/search/?q=zzzz", "/contact/",
    "/lincolnshire-opcc/contact/", "/complaints/", "/lincolnshire-opcc/complaints/", "/accessibility/", "/privacy/", "/not-there/",
]  # fmt: skip
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def troubles_of(page) -> list[str]:
    """What the console said, apart from the plain fact that a page for a missing address answered 404."""
    return [trouble for trouble in page.troubles if "status of 404" not in trouble and "status of 410" not in trouble]


@pytest.mark.parametrize("path", SITES + KINDS)
def test_a_page_has_no_fault_that_axe_knows_and_the_console_is_silent(open_page, running_site, path):
    page = open_page(path)
    found = Axe().run(page, options=AXE)
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found.response["violations"]] == []
    assert troubles_of(page) == []
    assert [address for address in page.asked if not address.startswith(running_site)] == []
    assert len(page.asked) <= 8


@pytest.mark.parametrize("path", SITES + KINDS)
def test_a_narrow_window_needs_no_sideways_scrolling(open_page, path):
    page = open_page(path, width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/derbyshire-police/", "/northamptonshire-opfcc/"])
def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page, path):
    page = open_page(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement) || location.hash === '#main'")


def test_a_text_size_holds_from_site_to_site(open_page, running_site):
    page = open_page("/northamptonshire-opfcc/")
    before = page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize")
    page.locator("button[name=text_size][value=largest]").first.click()
    assert page.url == f"{running_site}/northamptonshire-opfcc/"
    after = page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize")
    assert float(after.removesuffix("px")) > float(before.removesuffix("px"))
    page.goto(f"{running_site}/derbyshire-police/")
    assert "text-largest" in page.evaluate("document.documentElement.className")


def test_everything_of_a_site_can_be_read_without_script(open_page):
    page = open_page("/northamptonshire-opfcc/", java_script_enabled=False)
    assert page.locator("header a", has_text="Joint Independent Audit Committee").count() == 1


@pytest.mark.parametrize("path", ["/lincolnshire-opcc/contact/", "/contact/"])
def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_page, path):
    page = open_page(path)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("[role=alert]:focus, [role=alert] :focus")
    page.locator("[role=alert] a").first.click()
    assert page.evaluate("['INPUT', 'TEXTAREA', 'SELECT'].includes(document.activeElement.tagName)")
    assert troubles_of(page) == []


def test_the_staff_door_works_under_the_same_strict_policy(open_page):
    page = open_page("/admin/login/")
    assert troubles_of(page) == []
    assert page.locator("input[name=username]").count() == 1
