"""A reader in a real browser, from the newsroom to the last button; axe looks at each page behind a link of a letter."""

import re
from email import message_from_bytes, policy

from playwright.sync_api import expect

from ..desk import on_site
from .axe import Auditor

READER = "walnut@example.org"


def publish_one(slug: str) -> None:
    """Run on the site: a release comes out, and the sender makes its round."""
    from django.core.management import call_command
    from django.utils import timezone

    from ..making import release

    release(slug, headline="Walnuts by the Trent", publish_at=timezone.now())
    call_command("send_post", verbosity=0)


def test_a_reader_signs_up_hears_of_a_release_changes_their_mind_and_is_forgotten(everybody, chromium, site_with_post, letter_box):
    (reader,) = everybody("Reader", site=site_with_post)
    reader.email, page = READER, reader.page
    axe = Auditor(chromium, site_with_post)
    faults = {}

    def judged(address: str) -> None:
        faults[address.rpartition("alerts/")[2][:8]] = axe.violations(address.removeprefix(str(site_with_post)))

    def link_in_letter(subject: str, purpose: str) -> str:
        return re.search(rf"http\S+/alerts/{purpose}/\S+", reader.letter(letter_box, subject))[0]

    reader.goes_to("/derbyshire-opcc/news/")
    reader.follows("Get e-mails")
    page.get_by_label("E-mail address").fill("walnut")
    page.wait_for_timeout(2100)  # nobody types quicker, and the form says so
    page.get_by_role("button", name="Get e-mails").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("E-mail address").fill(READER)
    page.get_by_role("button", name="Get e-mails").click()
    reader.reads("Look in your mailbox")
    confirm = link_in_letter("Please confirm", "confirm")
    judged(confirm)
    page.goto(confirm)
    page.get_by_role("button", name="Yes, send them to me").click()
    reader.reads("You will get our e-mails")

    on_site(site_with_post, "publish_one", "walnuts", module="tests.browser.test_alerts")
    # That process wrote its letter to a file: it knows no mail server.
    # Several of one connection stand in one file, with a line between them.
    written = [text for one in (site_with_post.var / "mail").glob("*.log") for text in one.read_bytes().split(b"-" * 79 + b"\n")]
    letters = [message_from_bytes(text, policy=policy.default) for text in written if text.strip()]
    assert [one["Subject"] for one in letters if one["To"] == READER] == ["Derbyshire OPCC: Walnuts by the Trent"]

    reader.follows("See or change what you get")
    judged(page.url)
    page.get_by_label("On the topic").select_option("Forensics")
    page.get_by_role("button", name="Add this").click()
    reader.reads("on Forensics")
    page.get_by_role("button", name="Stop for now").click()
    reader.reads("You have stopped the e-mails for now")
    leave = page.locator("form[action*='/alerts/leave/']").get_attribute("action")
    judged(leave)
    page.get_by_role("button", name="Stop for good").click()
    reader.reads("You get no more e-mails")
    judged(leave)
    axe.close()
    assert faults == {name: [] for name in faults}
    assert reader.context.cookies() == []
