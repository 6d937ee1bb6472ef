"""A release is copied as plain text by one button, which is there only where the browser can do it."""

ADDRESS = "/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/"


def test_a_release_and_its_address_are_copied_by_a_button(open_page, running_site):
    page = open_page(ADDRESS, own=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as plain text").click()
    page.locator(".take-over").get_by_text("Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == page.request.get(f"{running_site}{ADDRESS}text/").text()
    assert "Reference PR-31-13" in text
    page.get_by_role("button", name="Copy the address").click()
    page.locator(".share").get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{running_site}{ADDRESS}"
    page.route("**/text/", lambda route: route.abort())
    page.get_by_role("button", name="Copy as plain text").click()
    page.get_by_text("That did not work").wait_for()


def test_where_nothing_can_be_copied_no_button_is_shown(open_page):
    page = open_page(ADDRESS, own=True, java_script_enabled=False)
    assert page.get_by_role("button", name="Copy").count() == 0
    assert page.get_by_role("link", name="As plain text").is_visible()
