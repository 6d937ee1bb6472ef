"""In a real browser: several rows chosen and acted on, the register changed from a table, a list taken away; axe at every step."""

import re

import pytest
from playwright.sync_api import expect

from ..desk import browser_sign_in, cast, on_site
from .axe import RULES, SOURCE, START

WIDTHS = pytest.mark.parametrize("width", [1280, 320])


def make_drafts(word: str) -> None:
    """Run on the site: three pages of one office with drafts somebody else wrote, one of which may not be published."""
    from collaboration.editorial.drafting import save_draft

    from ..desk import member
    from ..making import page

    writer = member("writer", email=f"writer-of-{word}@example.org")
    for number, body in enumerate(["<p>The office looks after it.</p>", "<p>It goes on.</p>", "<p>See <a href='site:/nowhere-at-all/'>the plan</a>.</p>"]):
        thing = page(f"{word}-{number}/", title=f"{word} number {number}", summary="What the office does.", body=body, publish_at=None, owner="Web editor")
        save_draft(thing, {"summary": "What the office does for whom."}, writer)


def violations(page) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(SOURCE)
    page.evaluate(START, [RULES, []])
    return page.evaluate("window.found")


def is_sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@WIDTHS
def test_drafts_are_published_together(open_page, running_site, width):
    word = f"zebra{width}"
    on_site(running_site, "make_drafts", word, module="tests.browser.test_desk_lists")
    page = open_page("/", width=width)
    browser_sign_in(page, running_site, cast(running_site, ("publisher", "derbyshire-opcc"))[0])
    page.goto(f"{running_site}/admin/collaboration/page/?q={word}")
    page.check("#action-toggle")
    page.select_option("select[name=action]", "publish")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", name="2 will be done")).to_be_visible()
    expect(page.get_by_text("This cannot be published yet")).to_be_visible()
    assert violations(page) == []
    assert not is_sideways(page)
    page.get_by_role("button", name="Publish now: 2").click()
    expect(page.get_by_text("Publish now: 2 done, 0 not.")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"\?q={word}$"))
    assert page.goto(f"{running_site}/derbyshire-opcc/{word}-0/").status == 200
    assert page.goto(f"{running_site}/derbyshire-opcc/{word}-2/").status == 404


@WIDTHS
def test_the_register_is_taken_away_mended_and_brought_back(open_page, running_site, width):
    page = open_page("/", width=width)
    browser_sign_in(page, running_site, cast(running_site, {"role": "administrator", "of": "programme"})[0])
    page.goto(f"{running_site}/admin/collaboration/agreement/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download this list (CSV)").click()
    raw = taken.value.path().read_bytes()
    assert taken.value.suggested_filename.startswith("agreement-2")
    page.get_by_role("link", name="Change many from a table (CSV)").click()
    expect(page.get_by_role("heading", name="How the table is read")).to_be_visible()
    assert violations(page) == []
    page.set_input_files("input[type=file]", {"name": "notes.csv", "mimeType": "text/csv", "buffer": b"Nothing,of,ours\n1,2,3\n"})
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("We know no column “Nothing”").first).to_be_visible()
    assert violations(page) == []
    # The list's file holds what was written last, so the second time that of the first.
    mended = re.sub(rb",Regional,Custody( \d+)?,", b",Regional,Custody %d," % width, raw)
    assert mended != raw
    page.set_input_files("input[type=file]", {"name": "agreements.csv", "mimeType": "text/csv", "buffer": mended})
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", name="New and changed")).to_be_visible()
    expect(page.get_by_role("cell", name=f"Custody {width}").first).to_be_visible()
    assert violations(page) == []
    assert not is_sideways(page)
    page.get_by_role("button", name="Make").click()
    expect(page.get_by_text("Nothing has changed in public.")).to_be_visible()


@WIDTHS
def test_counts_stand_beside_the_filters(open_page, running_site, width):
    page = open_page("/", width=width)
    browser_sign_in(page, running_site, cast(running_site, {"role": "administrator", "of": "programme"})[0])
    page.goto(f"{running_site}/admin/collaboration/agreement/")
    page.get_by_text("Filter this list").click()
    page.get_by_role("link", name="National (").click()
    page.get_by_role("link", name="National (").and_(page.locator("[aria-current]")).wait_for()
    expect(page.locator("#result_list tbody tr")).not_to_have_count(0)
    expect(page.get_by_role("link", name="Regional (")).to_be_visible()
    assert violations(page) == []
    assert [one for one in page.troubles if "favicon" not in one] == []
