"""An embargo pass in a real browser: what it says of where a request began, and what axe says of the pages."""

from datetime import timedelta

from ..desk import browser_sign_in, cast, on_site
from .axe import Auditor


def make_pass() -> list[str]:
    """Run on the site: a release under embargo and a pass; the address of the pass, and the page of the release at the desk."""
    from django.utils import timezone

    from collaboration.passes.passing import address_of, make

    from ..desk import member
    from ..making import release

    row = release("numbats-counted", headline="Numbats counted by five forces", publish_at=timezone.now() + timedelta(hours=3), notes_to_editors="<p>A numbat eats termites.</p>")
    return [address_of(make(row, member("publisher"), "Ada Example", "Example Gazette")), f"/admin/collaboration/pressrelease/{row.pk}/publishing/"]


def test_a_release_is_reloaded_and_gone_back_to_and_a_copied_address_shows_nothing(chromium, running_site):
    address, publishing = on_site(running_site, "make_pass", module="tests.browser.test_passes")
    axe = Auditor(chromium, running_site)
    page, faults = axe.page, axe.violations(address)

    def heading() -> str:
        return page.locator("h1").inner_text()

    page.get_by_role("button", name="I accept the terms").click()
    page.get_by_role("heading", name="Numbats counted").wait_for()
    faults += axe.judged()
    where = page.url
    page.reload()
    assert heading() == "Numbats counted by five forces"
    page.get_by_role("link", name="Privacy notice").click()
    page.get_by_role("heading", name="Privacy notice").wait_for()
    page.go_back()
    assert heading() == "Numbats counted by five forces"
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download as plain text").click()
    assert "[Copy of Ada Example, Example Gazette." in taken.value.path().read_text()
    page.goto(where)
    assert heading() == "Under embargo"
    assert page.context.cookies() == []
    browser_sign_in(page, running_site, cast(running_site, ("publisher", "derbyshire-opcc"))[0])
    faults += axe.violations(publishing)
    assert page.get_by_text("Not opened yet").count() == 0
    assert faults == []
    axe.context.close()
