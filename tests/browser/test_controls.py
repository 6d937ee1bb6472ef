"""Whatever is pressed, tapped or typed into is large enough to hit (WCAG 2.2, 2.5.8; for main controls 2.5.5)."""

import pytest

from . import tour

MAIN_CONTROLS = (
    ".menu__link, .menu__group > summary, .menu__below a, .menu-button, .site-search__words, .site-search__button, .options a, .text-size button, "
    ".button, main input:not([type=hidden], [type=radio], [type=checkbox]), main select, main textarea, .choices__label, .search-box label:has(input), .pagination a"
)
TOO_LOW = """([selector, least]) => [...document.querySelectorAll(selector)].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && !one.closest(".trap") && box.width && (box.height < least - 0.5 || box.width < least - 0.5);
}).map(one => `${one.outerHTML.slice(0, 100)} ${one.getBoundingClientRect().width} × ${one.getBoundingClientRect().height}`)"""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("site", tour.KINDS.values(), ids=tour.KINDS)
def test_main_controls_are_44_pixels_high_and_wide(open_page, running_site, site, width):
    page = open_page(f"{site}gallery/", width=width)
    found = []
    for address in ("", "gallery/", "contact/", "complaints/", "agreements/", "search/"):
        page.goto(f"{running_site}{site}{address}")
        if page.locator(".menu-button").first.is_visible():
            page.locator(".menu-button").first.click()
        for group in page.locator("#site-menu details").all():
            group.evaluate("one => one.open = true")
            found += page.evaluate(TOO_LOW, [MAIN_CONTROLS, 44])
    assert sorted(set(found)) == []
