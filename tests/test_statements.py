"""What the sites say about themselves – accessibility, privacy – is complete and true of the code."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client
from django.utils import timezone

from collaboration import preferences
from collaboration.contact.models import Enquiry
from collaboration.publishers.models import Publisher

from .html import read

pytestmark = pytest.mark.django_db
# The model statement's headings, in its order (SI 2018/952, regulation 8).
HEADINGS = [
    "How accessible this website is",
    "Feedback and contact information",
    "Reporting accessibility problems with this website",
    "Enforcement procedure",
    "Technical information about this website’s accessibility",
    "Compliance status",
    "Non-accessible content",
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that’s not within the scope of the accessibility regulations",
    "What we’re doing to improve accessibility",
    "Preparation of this accessibility statement",
]
# Every cookie the code can set, with how long it is kept as a reader would say it.
COOKIES = {
    preferences.COOKIE: {365 * 24 * 60 * 60: "One year"}[preferences.YEAR],
    settings.CSRF_COOKIE_NAME: {None: "Until you close the browser"}[settings.CSRF_COOKIE_AGE],
    settings.SESSION_COOKIE_NAME: {8 * 60 * 60: "Eight hours"}[settings.SESSION_COOKIE_AGE],
    CookieStorage.cookie_name: "Until that page is shown",
}
# Where the notice speaks of each thing we keep of a message.
KEPT = {
    "reference": "its reference", "publisher": "to which office", "kind": "for a complaint", "about": "whom it is about", "name": "your name",
    "email": "your e-mail address", "phone": "telephone number", "subject": "the subject", "message": "your message", "sent_at": "when you sent it",
    "read_at": "who at the office opened it and when", "answered_at": "who marked it as answered", "answered_by": "who marked it as answered", "sender_key": "a code made from your internet address",
    "form_key": "a random code of the form",
}  # fmt: skip


def main_of(path: str) -> str:
    return re.search(r"<main.*?</main>", Client().get(path).content.decode(), re.S)[0]


def roots() -> list[str]:
    return [publisher.root for publisher in Publisher.objects.all()]


def test_every_site_has_the_whole_model_statement_in_order():
    assert len(roots()) == 11
    for root in roots():
        main = main_of(f"{root}accessibility/")
        headings = [" ".join(read(text).text.split()) for text in re.findall(r"<h[1-3][^>]*>.*?</h[1-3]>", main, re.S)]
        assert headings[0].startswith("Accessibility statement for"), root
        assert headings[1:] == HEADINGS, root


def test_every_statement_says_how_far_it_complies_and_when_it_was_made_and_where_to_write():
    for publisher in Publisher.objects.all():
        main = main_of(f"{publisher.root}accessibility/")
        text = read(main).text
        assert re.search(r"This website is (fully|partially|not) compliant with the Web Content Accessibility Guidelines version 2\.2, level AA", text)
        for made in ("prepared on", "last reviewed on", "last tested on"):
            assert re.search(rf"{made} \d{{1,2}} [A-Z][a-z]+ \d{{4}}", text), (publisher.slug, made)
        assert f'href="{publisher.reverse("contact:contact")}"' in main
        assert publisher.name in text
        assert "equalityadvisoryservice.com" in main


def test_the_privacy_notice_names_every_cookie_and_how_long_it_is_kept():
    for root in roots():
        rows = re.findall(r'<tr><th scope="row">(\w+)</th>(.*?)</tr>', main_of(f"{root}privacy/"), re.S)
        assert [name for name, _row in rows] == list(COOKIES), root
        assert all(COOKIES[name] in row for name, row in rows), root


def test_the_cookies_are_kept_as_long_as_the_notice_says():
    chosen = Client().post("/text-size/", {"text_size": "large", "back": "/"}).cookies
    assert {name: cookie["max-age"] for name, cookie in chosen.items()} == {"preferences": 31536000}
    form = Client().get("/contact/").cookies
    assert {name: cookie["max-age"] for name, cookie in form.items()} == {"csrftoken": ""}


def test_the_privacy_notice_speaks_of_everything_that_is_kept_of_a_message():
    columns = {field.name for field in Enquiry._meta.concrete_fields} - {"id"}
    assert set(KEPT) == columns
    for root in roots():
        text = read(main_of(f"{root}privacy/")).text
        assert [words for words in KEPT.values() if words not in text] == [], root


def test_the_privacy_notice_says_how_long_a_message_is_kept_as_the_code_keeps_it(settings):
    at = timezone.now()
    office = Publisher.objects.get(slug="derbyshire-opcc")
    for kind, days in (("enquiry", 90), ("complaint", 365)):
        kept = {"publisher": office, "name": "A", "email": "a@example.org", "subject": "S", "message": "M", "kind": kind}
        Enquiry.objects.create(**kept, sender_key="k", form_key=f"{kind}-young", sent_at=at - timedelta(days=days) + timedelta(hours=1))
        Enquiry.objects.create(**kept, sender_key="k", form_key=f"{kind}-old", sent_at=at - timedelta(days=days, hours=1))
    assert {one.form_key for one in Enquiry.objects.kept_long_enough(at)} == {"enquiry-old", "complaint-old"}
    for root in roots():
        assert "An enquiry is erased 90 days after you sent it, and a complaint 12 months after." in read(main_of(f"{root}privacy/")).text, root
    settings.KEEP_ENQUIRIES_DAYS, settings.KEEP_COMPLAINTS_DAYS = 30, 730
    assert "An enquiry is erased 30 days after you sent it, and a complaint 24 months after." in read(main_of("/privacy/")).text
