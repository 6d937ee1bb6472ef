"""The desk on anything: a telephone, forced colours, the keyboard alone, no script. 400 % and large text: test_desk_axe.py."""

import re

import pytest
from playwright.sync_api import expect

from ..desk import browser_sign_in, on_site

HERE = "tests.browser.test_desk_reading"
# What a bar or a header lies upon, seen from what has the focus.
HIDDEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const bar = document.querySelector(".submit-row");
    if (!bar || bar.contains(one) || !box.width) return null;
    const over = bar.getBoundingClientRect();
    return box.top >= over.top && box.bottom <= over.bottom && box.right > over.left && box.left < over.right ? one.outerHTML.slice(0, 120) : null;
}"""


@pytest.fixture
def open_desk(open_page, running_site, desk_tour):
    """Opens an address of the desk as an administrator, as `open_page` opens one of the site."""

    def open_one(path: str, **options):
        page = open_page("/health/live", **options)
        browser_sign_in(page, running_site, desk_tour.administrator)
        page.goto(running_site + path)
        return page

    return open_one


def change_page(desk_tour, kind: str) -> str:
    return f"/admin/collaboration/{kind}/{dict(map(tuple, desk_tour.kinds))[kind]}/change/"


@pytest.mark.parametrize("width", [1280, 320])
def test_what_can_be_pressed_is_large_enough_for_a_finger(open_desk, running_site, desk_tour, width):
    page = open_desk("/admin/", width=width, has_touch=True, is_mobile=True)
    small = """() => [...document.querySelectorAll("button, .button, .desk-menu a, .awaiting__item, .object-tools a, .paginator a, input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select")].filter(one => {
        const box = one.getBoundingClientRect();
        return one.checkVisibility() && box.height && box.height < 44 && !one.closest(".desk-table, .writing, [hidden]") && !one.matches(".desk-header__out");
    }).map(one => one.outerHTML.slice(0, 120) + one.getBoundingClientRect().height)"""
    for address in ("/admin/", "/admin/collaboration/pressrelease/", change_page(desk_tour, "pressrelease"), change_page(desk_tour, "mediacontact")):
        page.goto(running_site + address)
        assert page.evaluate(small) == [], address


def test_in_forced_colours_what_can_be_pressed_has_edges(open_desk, running_site, desk_tour):
    page = open_desk("/admin/collaboration/pressrelease/", forced_colors="active")
    edged = """selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility() && getComputedStyle(one).borderTopStyle !== "solid").map(one => one.outerHTML.slice(0, 100))"""
    for control in (".button", "input[type=search]", ".desk-filters"):
        assert page.locator(control).count(), control
        assert page.evaluate(edged, control) == [], control
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.goto(running_site + "/admin/awaiting/red/")
    assert page.locator(".desk-table").count() == 1


def test_the_keyboard_reaches_the_words_first_and_never_goes_behind_the_save_bar(open_desk, desk_tour):
    page = open_desk(change_page(desk_tour, "mediacontact"), height=700)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    hidden, stops = [], set()
    for _stop in range(40):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(HIDDEN))
        stops.add(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim().slice(0, 20)"))
    assert [one for one in hidden if one] == []
    assert {"name", "email", "phones", "_save"} <= stops


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(open_desk):
    page = open_desk("/admin/", width=390)
    menu = page.locator(".desk-menu")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu", exact=True).focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    assert menu.get_by_role("link", name="Press releases").is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_the_menu_says_where_one_is(open_desk):
    page = open_desk("/admin/collaboration/page/")
    assert page.locator(".desk-menu [aria-current=page]").inner_text() == "Pages"
    page = open_desk("/admin/")
    assert page.locator(".desk-menu [aria-current=page]").inner_text() == "What awaits me"


def contacts(name: str) -> list[str]:
    """Run on the site: the telephones of the media contacts of that name."""
    from collaboration.news.models import MediaContact

    return list(MediaContact.objects.filter(name=name).values_list("phones", flat=True))


@pytest.mark.parametrize("width", [1280, 390])
def test_without_script_lists_are_searched_and_forms_saved(open_desk, running_site, width):
    page = open_desk("/admin/collaboration/page/", width=width, java_script_enabled=False)
    page.get_by_label("Search this list").fill("collaboration")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("q=collaboration"))
    expect(page.locator(".desk-table tbody tr")).not_to_have_count(0)
    page.locator(".desk-filters > summary").click()
    page.locator(".desk-filter a").nth(1).click()
    expect(page.locator(".desk-filter .selected")).not_to_have_count(0)
    page.goto(f"{running_site}/admin/collaboration/mediacontact/add/")
    page.get_by_label("Name or team").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator(".errornote a").first.click()
    page.get_by_label("Publisher").select_option(index=1)
    page.get_by_label("Name or team").fill(f"Desk without script {width}")
    page.get_by_label("Telephone numbers").fill("01522 000000")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert on_site(running_site, "contacts", f"Desk without script {width}", module=HERE) == ["01522 000000"]


def test_without_script_related_records_can_be_chosen(open_desk, desk_tour):
    page = open_desk(change_page(desk_tour, "pressrelease"), java_script_enabled=False)
    units = page.locator("select[name=units]")
    assert units.is_visible()
    assert units.locator("option").count() > 20


def test_the_desk_asks_nobody_else_for_anything(open_desk, running_site, desk_tour):
    page = open_desk(change_page(desk_tour, "pressrelease"))
    assert [address for address in page.asked if not address.startswith((running_site, "data:", "blob:"))] == []
    assert page.troubles == []


def test_on_paper_a_page_of_the_desk_has_no_frame(open_desk, desk_tour):
    page = open_desk(change_page(desk_tour, "pressrelease"))
    page.emulate_media(media="print")
    for frame in (".desk-header", ".desk-menu", ".submit-row"):
        assert not page.locator(frame).is_visible(), frame
    assert page.locator("h1").is_visible()
