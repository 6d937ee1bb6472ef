"""What machines read of a page: JSON-LD that says what the page says, and how a link to it is shown elsewhere."""

import json
import re
import struct
from datetime import timedelta
from html import unescape

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from collaboration import structured
from collaboration.news.models import PressRelease
from collaboration.publishers.models import Publisher
from tests.making import release

pytestmark = pytest.mark.django_db
RELEASE = "/leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/"
HERE = "http://testserver"


def described(client, path: str) -> dict[str, dict]:
    """What a page says to machines, by its type."""
    page = client.get(path)
    assert page.status_code == 200, path
    found = [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)]
    assert all(one["@context"] == "https://schema.org" for one in found)
    return {one["@type"]: one for one in found}


def shown_as(client, path: str) -> dict[str, str]:
    """The lines by which a link to a page is shown elsewhere."""
    return {name: unescape(value) for name, value in re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', client.get(path).text)}


def test_a_home_page_names_the_body_it_is_about_and_whoever_runs_the_site(client):
    found = described(client, "/derbyshire-opcc/")["WebSite"]
    assert found["about"]["@type"] == "GovernmentOrganization"
    assert found["about"]["name"] == Publisher.objects.get(slug="derbyshire-opcc").name
    assert "independent" in found["publisher"]["name"]
    assert found["potentialAction"]["target"] == f"{HERE}/derbyshire-opcc/search/?q={{words}}"
    assert described(client, "/")["WebSite"]["about"]["@type"] == "Organization"


def test_no_body_is_given_an_address_or_number_that_its_site_does_not_show(client):
    for publisher in Publisher.objects.all():
        about = described(client, publisher.root)["WebSite"]["about"]
        assert about.get("telephone", "") == publisher.phone
        assert about.get("email", "") == publisher.email
        assert bool(about.get("address")) == bool(publisher.postal_address)


def test_a_release_is_told_with_its_dates_and_its_author(client):
    one = PressRelease.objects.get(slug="commissioners-invite-scrutiny-of-regional-collaboration")
    found = described(client, RELEASE)["NewsArticle"]
    assert found["headline"] == one.headline
    assert found["datePublished"] == one.publish_at.isoformat(timespec="seconds")
    assert found["author"]["name"] == one.publisher.name
    assert found["publisher"]["name"] != one.publisher.name
    assert found["temporalCoverage"] == "2013-11-12"
    assert all(address.startswith("http") for address in found["isBasedOn"])


def test_a_summary_of_the_programmes_names_no_body_as_its_author(client):
    found = described(client, "/news/report-fraud-replaces-action-fraud/")["NewsArticle"]
    assert found["author"] == found["publisher"]


def test_the_way_to_a_page_is_the_one_it_shows(client):
    page = html5lib.parse(client.get(RELEASE).text, namespaceHTMLElements=False)
    shown = next(one for one in page.iter("nav") if one.get("class") == "breadcrumbs")
    steps = described(client, RELEASE)["BreadcrumbList"]["itemListElement"]
    links = [(link.text, HERE + link.get("href")) for link in shown.iter("a")]
    assert [(one["name"], one["item"]) for one in steps][:-1] == links
    assert steps[-1]["item"] == HERE + RELEASE
    assert [one["position"] for one in steps] == list(range(1, len(links) + 2))


@pytest.mark.parametrize("path", ["/agreements/", "/derbyshire-police/agreements/", "/publication-duties/", "/derbyshire-opcc/publication-duties/"])
def test_the_files_of_a_table_are_there_and_of_their_kind(client, path):
    for file in described(client, path)["Dataset"]["distribution"]:
        answer = client.get(file["contentUrl"].removeprefix(HERE))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].split(";")[0] == file["encodingFormat"]


def test_questions_with_answers_are_told_and_other_pages_are_no_such_thing(client):
    found = described(client, "/lincolnshire-opcc/transparency/")["FAQPage"]["mainEntity"]
    assert found[0]["name"] == "What is the commissioner paid?"
    assert found[0]["acceptedAnswer"]["text"].startswith("Salary and allowances must be published")
    assert all(one["name"].endswith("?") for one in found)
    assert "FAQPage" not in described(client, "/derbyshire-opcc/transparency/")


@pytest.mark.parametrize(("html", "expected"), [
    ("<h2>Why?</h2><p>So.</p><h2>Sources</h2><p>Here.</p>", [("Why?", "So.")]),
    ("<h2 id='a'>What is a <abbr>DNA</abbr> profile?</h2><p>A &amp; B</p><h3>How?</h3><ul><li>Thus</li></ul>", [("What is a DNA profile?", "A & B"), ("How?", "Thus")]),
    ("<h2>Nothing below?</h2>", []),
    ("<h2>No question</h2><p>Is it?</p>", []),
])  # fmt: skip
def test_a_question_is_a_heading_that_asks_and_has_words_below(html, expected):
    assert structured.questions_in(html) == expected


def test_no_words_of_an_editor_leave_the_block_they_stand_in(client):
    release("odd", headline="</script><b>&\u2028\"Odd\"", publish_at=timezone.now() - timedelta(hours=1))
    page = client.get("/derbyshire-opcc/news/odd/").text
    block = re.search(r'<script type="application/ld\+json">(\{"@context":"https://schema.org","@type":"NewsArticle".*?)</script>', page, re.S)[1]
    assert not set("<>&\u2028") & set(block)
    assert json.loads(block)["headline"] == "</script><b>&\u2028\"Odd\""


def test_every_script_in_a_page_is_a_file_or_a_block_of_values(client):
    for path in ("/", RELEASE, "/agreements/"):
        for attributes in re.findall(r"<script([^>]*)>", client.get(path).text):
            assert "src=" in attributes or 'type="application/ld+json"' in attributes, path


def test_a_shared_link_is_shown_by_its_own_title_and_its_sites_card(client):
    found = shown_as(client, RELEASE)
    one = PressRelease.objects.get(slug="commissioners-invite-scrutiny-of-regional-collaboration")
    assert found["og:title"] == one.headline
    assert found["og:description"] == one.summary.strip()
    assert found["og:type"] == "article"
    assert found["og:url"] == HERE + RELEASE
    assert found["twitter:card"] == "summary_large_image"
    assert shown_as(client, "/")["og:type"] == "website"
    answer = client.get(found["og:image"].removeprefix(HERE))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


def test_every_site_has_a_card_of_the_right_size(client):
    for publisher in Publisher.objects.all():
        assert shown_as(client, publisher.root)["og:image"].startswith(f"{HERE}/static/img/cards/{publisher.theme}")
        with open(finders.find(f"img/cards/{publisher.theme}.png"), "rb") as file:
            head = file.read(24)
            assert struct.unpack(">II", head[16:24]) == structured.CARD
            assert file.seek(0, 2) <= 40_000


def test_what_is_not_public_is_told_to_no_machine(client):
    release("embargoed", headline="Zyzzyva", publish_at=timezone.now() + timedelta(hours=1))
    for path in ("/derbyshire-opcc/", "/derbyshire-opcc/news/", "/derbyshire-opcc/news/success-for-collaborative-assets/"):
        assert "zyzzyva" not in client.get(path).text.lower()
    answer = client.get("/derbyshire-opcc/news/embargoed/")
    assert answer.status_code == 404
    assert "NewsArticle" not in answer.text
