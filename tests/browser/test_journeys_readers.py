"""Two readers in real browsers: a journalist at a desktop screen, and a resident with a telephone."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

from ..desk import on_site

OFFICE = "leicestershire-opcc"
HERE = "tests.browser.test_journeys_readers"
RELEASE = "Walnut trees return to the Trent"


def write_news() -> list[str]:
    """Run on the site: a release with all that a newsroom takes over, one under embargo, and a journalist's pass for that; the topic of the first, and the way in."""
    from urllib.parse import urlsplit

    from django.utils import timezone

    from collaboration.news.models import Topic
    from collaboration.passes.passing import address_of, make

    from ..desk import member
    from ..making import picture, release

    quote = "<blockquote><p>“Every village gets one.”</p><p><cite>Ada Example</cite>, volunteer</p></blockquote>"
    out = release("walnut-trees-return", OFFICE, headline=RELEASE, body=f"<p>They grow again.</p>{quote}", notes_to_editors="<p>Walnuts were last counted in 1930.</p>", reference="WT-1")
    out.pictures.add(picture("walnut-trees", OFFICE, credit="A. Photographer", rights="Free for the press"))
    topic = Topic.objects.first()
    out.topics.add(topic)
    kept = release("walnuts-under-embargo", OFFICE, headline="Walnuts for every village", publish_at=timezone.now() + timedelta(hours=2))
    return [topic.slug, urlsplit(address_of(make(kept, member("publisher", OFFICE), "Jo Example", "Example Gazette"))).path]


def let_out() -> None:
    """Run on the site: the embargo ends."""
    from django.utils import timezone

    from collaboration.news.models import PressRelease

    one = PressRelease.objects.get(slug="walnuts-under-embargo")
    one.publish_at = timezone.now()
    one.save()


def downloaded(page, link) -> bytes:
    with page.expect_download() as coming:
        link.click()
    return Path(coming.value.path()).read_bytes()


@pytest.mark.browser
def test_a_journalist_finds_a_release_takes_it_over_subscribes_and_reads_under_embargo(everybody, site_with_post, letter_box):
    topic, way_in = on_site(site_with_post, "write_news", module=HERE)
    (jo,) = everybody("Jo Example", site=site_with_post)
    page = jo.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    finds(jo, topic)
    takes_over(jo)
    subscribes(jo, letter_box)
    jo.goes_to(way_in)
    assert not jo.sees("Walnuts for every village")
    jo.presses("I accept the terms. Show me the release")
    jo.reads("Walnuts for every village")
    jo.reads("Jo Example, Example Gazette")
    on_site(site_with_post, "let_out", module=HERE)
    jo.goes_to(way_in)
    jo.comes_to(f"/{OFFICE}/news/walnuts-under-embargo/")
    assert not jo.sees("Jo Example")
    assert page.context.cookies() == []


def finds(jo, topic: str) -> None:
    """By the archive, by a topic, and by the search."""
    jo.goes_to("/news/")
    jo.page.get_by_role("navigation").get_by_role("link", name=re.compile("^20\\d\\d")).first.click()
    jo.page.wait_for_url("**/archive/**")
    jo.reads(RELEASE)
    jo.goes_to("/news/")
    field = jo.field("Topic")
    field.select_option(value=topic)
    field.locator("xpath=ancestor::form").get_by_role("button").first.click()
    jo.page.wait_for_url("**topic=*")
    jo.reads(RELEASE)
    jo.goes_to(f"/{OFFICE}/")
    box = jo.page.locator("input[name=q]").locator("visible=true").first
    box.fill("walnut trees")
    box.press("Enter")
    jo.follows(RELEASE)
    jo.comes_to(f"/{OFFICE}/news/walnut-trees-return/")


def takes_over(jo) -> None:
    """The quotation, the notes, the text, the picture and the PDF."""
    page = jo.page
    page.locator("blockquote", has_text="“Every village gets one.”").wait_for()
    page.locator("cite, figcaption", has_text="Ada Example").first.wait_for()
    jo.reads("Walnuts were last counted in 1930.")
    jo.reads("A. Photographer")
    jo.presses("Copy as plain text")
    page.locator(".take-over").get_by_text("Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert all(words in text for words in (RELEASE, "Reference WT-1", "Ada Example"))
    assert downloaded(page, page.get_by_role("link", name=re.compile("^Download for print")).first)[:3] == b"\xff\xd8\xff"
    for link in page.get_by_role("link", name="Download as PDF").all():
        assert page.request.get(link.get_attribute("href")).body()[:5] == b"%PDF-"


def subscribes(jo, letter_box) -> None:
    """By e-mail, with a second yes from the mailbox."""
    jo.email = "jo@example.org"
    jo.goes_to(f"/{OFFICE}/news/")
    jo.follows("Get e-mails")
    jo.page.get_by_label("E-mail address").fill(jo.email)
    jo.page.wait_for_timeout(2100)  # nobody types quicker, and the form says so
    jo.presses("Get e-mails")
    jo.reads("Look in your mailbox")
    jo.page.goto(re.search(r"http\S+/alerts/confirm/\S+", jo.letter(letter_box, "Please confirm"))[0])
    jo.presses("Yes, send them to me")
    jo.reads("You will get our e-mails")


@pytest.mark.browser
def test_a_resident_sees_what_their_force_shares_and_whom_to_complain_to(everybody):
    (rosa,) = everybody("Rosa Resident")
    page = rosa.page
    page.set_viewport_size({"width": 360, "height": 740})
    rosa.goes_to("/agreements/shares/")
    rosa.follows("Lincolnshire Police")
    rosa.reads("What Lincolnshire shares")
    page.get_by_role("main").locator("a[href*='/agreements/']:not([href*='between']):not([href*='shares']):not([href$='/agreements/'])").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    rosa.goes_to("/agreements/?force=lincolnshire")
    rows = list(csv.reader(io.StringIO(downloaded(page, page.get_by_role("link", name=re.compile("^CSV"))).decode("utf-8-sig"))))
    assert title in {row[1] for row in rows[1:]}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    rosa.goes_to("/search/?q=how+do+I+complain+about+an+officer")
    rosa.follows("Complaints")
    page.wait_for_url("**/complaints/")
    page.get_by_role("radio", name=re.compile("An officer, a member of staff")).check()
    page.get_by_role("radio", name=re.compile("Lincolnshire")).check()
    rosa.presses("Continue")
    rosa.reads("It goes to:")
    rosa.reads("Lincolnshire Police")
    rosa.reads("Write to the force")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
