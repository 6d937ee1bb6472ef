"""Every check finds what it should and lets pass what it should, on real records."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.agreements.models import Agreement, Document
from collaboration.editorial.proofs import Level, every_check, findings_of
from collaboration.facts.models import Fact, Milestone
from collaboration.news.models import MediaContact, PressRelease
from collaboration.pages.models import Page
from collaboration.pictures.models import Picture
from collaboration.redirects.models import Redirect
from collaboration.sources.models import Source
from collaboration.units.models import Unit
from tests import making

from .examples import EXAMPLES, Try

pytestmark = pytest.mark.django_db

DAYS = {"today": lambda: timezone.localdate(), "tomorrow": lambda: timezone.localdate() + timedelta(days=1)}


@pytest.fixture
def world(settings):
    """What the examples name: a draft, something embargoed, something withdrawn, contacts for the press."""
    tomorrow = timezone.now() + timedelta(days=1)
    making.page("a-draft/", publish_at=None)
    making.release("embargoed", publish_at=tomorrow)
    making.release("withdrawn", withdrawn_at=timezone.now() - timedelta(minutes=5), withdrawal_reason="It was wrong.")
    making.agreement("without-extension")
    document("published-report", timezone.now() - timedelta(hours=1))
    document("embargoed-report", tomorrow)
    source = Source.objects.first()
    Fact.objects.create(publisher=making.publisher("programme"), key="embargoed-fact", topic="region", value="5", statement="There are 5.", as_at="2013", source=source, publish_at=tomorrow)
    Redirect.objects.create(publisher=making.publisher(), path="old-page/", target="site:/about-us/")
    picture("a-picture")
    picture("of-another-office", of="leicestershire-opcc")
    picture("a-draft", publish_at=None)
    picture("credited", credit="Ann Example", rights="Free for news of this release.")
    picture("withdrawn", withdrawn_at=timezone.now() - timedelta(minutes=5), withdrawal_reason="It was wrong.")
    MediaContact.objects.create(key="press", publisher=making.publisher(), name="Press office", phones="0115 844 1000")
    MediaContact.objects.create(key="old", publisher=making.publisher(), name="Ann Example", phones="0115 844 1000", as_issued_in=2013)
    MediaContact.objects.create(key="unreachable", publisher=making.publisher(), name="Nobody")


def document(slug: str, publish_at, of: str = "derbyshire-opcc") -> None:
    """A document whose file nobody opens here, so it is not written."""
    Document.objects.bulk_create([
        Document(publisher=making.publisher(of), slug=slug, title=f"Title of {slug}", kind="report", dated="2026-01-05", file=f"documents/{slug}.pdf", publish_at=publish_at)
    ])  # fmt: skip


def picture(slug: str, of: str = "derbyshire-opcc", **fields) -> None:
    """A picture whose file nobody opens here."""
    known = {"title": f"Title of {slug}", "alt_text": "A van.", "file": f"pictures/{slug}.jpg", "publish_at": timezone.now() - timedelta(hours=1)}
    Picture.objects.bulk_create([Picture(publisher=making.publisher(of), slug=slug, **{**known, **fields})])


def thing_of(example: Try):
    """The thing that an example describes, not saved, with its choices."""
    faultless = {
        "page": lambda: Page(publisher=making.publisher(), path="a-page/", title="A page", summary="What it is about.", body="<p>A text.</p>"),
        "release": lambda: PressRelease(publisher=making.publisher(), slug="a-release", headline="A headline", summary="What happened.", body="<p>A text.</p>"),
        "summary": lambda: PressRelease(publisher=making.publisher("programme"), slug="a-summary", headline="A headline", summary="What happened.", body="<p>A text.</p>"),
        "unit": lambda: Unit(publisher=making.publisher("programme"), slug="a-unit", name="A unit", kind="unit", summary="What it does."),
        "agreement": lambda: Agreement(publisher=making.publisher("programme"), slug="an-agreement", title="An agreement", scope="regional", function="Testing", summary="What it is."),
        "fact": lambda: Fact(publisher=making.publisher("programme"), key="a-fact", topic="region", value="5", statement="There are 5.", as_at="2013", source=Source.objects.first()),
        "picture": lambda: Picture(publisher=making.publisher(), slug="a-new-picture", title="A van", file="pictures/van.jpg", alt_text="A police van."),
        "document": lambda: Document(publisher=making.publisher(), slug="a-report", title="A report", kind="report", file="documents/report.pdf", dated=timezone.localdate()),
        "milestone": lambda: Milestone(publisher=making.publisher("programme"), key="a-milestone", title="It began", happened_on="2010"),
    }  # fmt: skip
    thing = faultless[example.kind]()
    for name, value in example.fields.items():
        setattr(thing, name, DAYS[value]() if isinstance(value, str) and value in DAYS else value)
    choices = {"release": {"media_contacts": ["press"]}, "milestone": {"sources": [Source.objects.first()]}}.get(example.kind, {}) | example.choices
    if "media_contacts" in choices:
        choices["media_contacts"] = list(MediaContact.objects.filter(key__in=choices["media_contacts"]))
    attached = {"pictures": Picture, "documents": Document}
    choices |= {name: list(model.objects.of(thing.publisher).filter(slug__in=choices[name])) for name, model in attached.items() if name in choices}
    return thing, choices


def codes(example: Try) -> set[str]:
    thing, choices = thing_of(example)
    return {one.code for one in findings_of(thing, choices=choices)}


CASES = [(code, place, example) for code, (failing, _passing) in EXAMPLES.items() for place, example in enumerate(failing)]
PASSING = [(code, place, example) for code, (_failing, passing) in EXAMPLES.items() for place, example in enumerate(passing)]


@pytest.mark.parametrize(("code", "example"), [(code, example) for code, _place, example in CASES], ids=[f"{code}-{place}" for code, place, _example in CASES])
def test_a_check_finds_the_fault_in_its_example(code, example, world):
    assert code in codes(example)


@pytest.mark.parametrize(("code", "example"), [(code, example) for code, _place, example in PASSING], ids=[f"{code}-{place}" for code, place, _example in PASSING])
def test_a_check_lets_the_same_without_the_fault_pass(code, example, world):
    assert code not in codes(example)


def test_every_check_has_examples_and_every_example_a_check():
    assert set(EXAMPLES) == set(every_check())
    assert all(failing and passing for failing, passing in EXAMPLES.values())


@pytest.mark.parametrize("kind", ["page", "release", "summary", "unit", "agreement", "fact", "milestone", "picture", "document"])
def test_a_thing_without_fault_has_no_findings(kind, world):
    thing, choices = thing_of(Try(kind))
    assert findings_of(thing, choices=choices) == []


@pytest.mark.parametrize(("code", "example"), [(code, example) for code, place, example in CASES if place == 0], ids=[code for code, place, _example in CASES if place == 0])
def test_a_finding_says_at_its_field_in_a_whole_sentence_what_is_wrong(code, example, world):
    thing, choices = thing_of(example)
    (finding, *_more) = [one for one in findings_of(thing, choices=choices) if one.code == code]
    assert finding.field in thing.drafted_fields
    assert finding.message.endswith(".")
    assert finding.message[0] in "“[" + finding.message[0].upper()
    assert "%(" not in finding.message
    assert finding.level in Level.values
    assert finding.key == next(one for one in findings_of(thing, choices=choices) if one.code == code).key


def test_what_stops_comes_before_what_needs_a_reason(world):
    thing, _choices = thing_of(Try("page", {"body": "<p>The HMIC said the the end.</p><h3>Late</h3>", "summary": ""}))
    found = findings_of(thing)
    assert [one.stops for one in found] == sorted((one.stops for one in found), reverse=True)
    assert {one.stops for one in found} == {True, False}


# When and for whom something is public


def linking(address: str, of: str = "derbyshire-opcc") -> Page:
    return Page(publisher=making.publisher(of), path="a-page/", title="A page", summary="What it is about.", body=f'<p><a href="{address}">Something of ours</a></p>')


def test_a_link_to_something_scheduled_is_right_for_what_comes_out_later_still(world):
    thing = linking("site:/news/embargoed/")
    assert [one.code for one in findings_of(thing)] == ["link-not-public"]
    assert findings_of(thing, at=timezone.now() + timedelta(days=2)) == []


def test_a_fault_that_waiting_mends_says_from_when():
    tomorrow = timezone.now() + timedelta(days=1)
    making.release("embargoed", of="programme", publish_at=tomorrow)
    Fact.objects.filter(key="population-served").update(publish_at=tomorrow)
    thing = linking("site:/news/embargoed/", of="programme")
    thing.body += "<p>It is [[fact population-served]] and [[fact no-such-fact]].</p>"
    found = {one.excerpt: one for one in findings_of(thing)}
    assert {excerpt: one.gone_at for excerpt, one in found.items()} == {"site:/news/embargoed/": tomorrow, "[[fact population-served]]": tomorrow, "[[fact no-such-fact]]": None}
    assert [one.excerpt for one in found.values() if one.stops_for_good] == ["[[fact no-such-fact]]"]
    assert [one.excerpt for one in findings_of(thing, at=tomorrow)] == ["[[fact no-such-fact]]"]


def test_another_office_is_not_told_when_a_record_will_be_public():
    Fact.objects.filter(key="population-served").update(publish_at=timezone.now() + timedelta(days=1))
    thing = Page(publisher=making.publisher(), path="a-page/", title="A page", summary="What it is about.", body="<p>It is [[fact population-served]].</p>")
    (found,) = findings_of(thing)
    assert found.gone_at is None


def test_a_page_and_its_document_may_come_out_at_the_same_second(world):
    moment = timezone.now() + timedelta(days=1)
    document("with-it", moment)
    thing = linking("site:/agreements/documents/with-it/")
    assert [one.code for one in findings_of(thing, at=moment - timedelta(seconds=1))] == ["document-not-public"]
    assert findings_of(thing, at=moment) == []


def test_a_moment_in_the_past_counts_as_now(world):
    thing = linking("site:/about-us/")
    assert findings_of(thing, at=timezone.now() - timedelta(days=4000)) == []


def test_what_another_office_prepares_answers_as_what_does_not_exist(world):
    making.release("secret-of-another", of="leicestershire-opcc", headline="Canary headline", publish_at=timezone.now() + timedelta(days=1))
    making.page("secret-draft/", of="leicestershire-opcc", title="Canary title", publish_at=None)
    for path, other in (("news/secret-of-another/", "news/secret-of-nobody/"), ("secret-draft/", "no-draft/")):
        (found,) = findings_of(linking(f"site:leicestershire-opcc/{path}"))
        (nothing,) = findings_of(linking(f"site:leicestershire-opcc/{other}"))
        assert found.code == nothing.code == "broken-link"
        assert found.message == nothing.message
        assert "Canary" not in found.message


def test_the_writer_is_told_what_the_own_office_prepares_and_for_when(world):
    (found,) = findings_of(linking("site:/news/embargoed/"))
    assert "Headline of embargoed" in found.message
    assert "is not public before" in found.message
    (found,) = findings_of(linking("site:/a-draft/"))
    assert "it is a draft" in found.message


def test_a_thing_may_link_to_itself_before_it_is_public(world):
    assert findings_of(linking("site:/a-page/")) == []
    assert findings_of(linking("site:derbyshire-opcc/a-page/")) == []
    assert [one.code for one in findings_of(linking("site:derbyshire-police/a-page/"))] == ["broken-link"]


def test_a_site_shows_only_the_units_that_its_force_takes_part_in():
    shared = Unit.objects.get(slug="mfss")
    taking_part = set(shared.forces.values_list("slug", flat=True))
    assert "northamptonshire" in taking_part
    assert "derbyshire" not in taking_part
    assert findings_of(linking("site:/units/mfss/", of="northamptonshire-opfcc")) == []
    assert [one.code for one in findings_of(linking("site:/units/mfss/"))] == ["broken-link"]
    assert findings_of(linking("site:programme/units/mfss/")) == []


def test_a_link_in_a_shared_record_must_lead_somewhere_on_each_site_that_shows_it():
    unit = Unit.objects.get(slug="emsou")
    unit.body = '<p><a href="site:/facts/">Facts and figures</a></p>'
    assert [one.code for one in findings_of(unit)] == ["broken-link"]
    assert findings_of(unit, choices={"forces": []}) == []  # shown by the programme alone
    unit.body = '<p><a href="site:programme/facts/">Facts and figures</a></p>'
    assert findings_of(unit) == []


def test_a_site_with_a_host_of_its_own_is_known_by_it():
    office = making.publisher()
    office.host = "www.office.example"
    office.save()
    assert [one.code for one in findings_of(linking("https://www.office.example/news/"))] == ["own-address"]
    assert [one.code for one in findings_of(linking("https://www.office.example/no-such/"))] == ["broken-link"]
    (found,) = findings_of(linking("https://www.office.example/news/", of="derbyshire-police"))
    assert "site:derbyshire-opcc/news/" in found.message
    assert findings_of(linking("https://elsewhere.example/no-such/")) == []


def test_choices_of_the_draft_count_and_those_left_out_count_as_stored(world):
    stored = making.release("a-release")
    stored.media_contacts.set(MediaContact.objects.filter(key="press"))
    assert "no-media-contact" not in {one.code for one in findings_of(stored)}
    assert "no-media-contact" in {one.code for one in findings_of(stored, choices={"media_contacts": []})}


def test_a_mobile_number_in_a_media_contact_is_nobody_elses_business(world):
    contact = MediaContact.objects.create(key="duty", publisher=making.publisher(), name="Duty officer", phones="07700 900123")
    thing, _choices = thing_of(Try("release"))
    assert findings_of(thing, choices={"media_contacts": [contact]}) == []


# Cost and strength


def test_three_thousand_words_are_checked_in_twelve_queries(world):
    links = "".join(
        f'<p>{"Some words of a long text. " * 12}<a href="{address}">Link number {number}</a> [[fact population-served]] [[unit emsou]] [[agreement npas]] [[force derbyshire]] [[sources source-003]].</p>'
        for number, address in enumerate(
            ["site:/news/embargoed/", "site:/about-us/", "site:/units/emsou/", "site:/agreements/npas/", "site:/agreements/documents/published-report/", "site:/news/archive/2016/",
             "site:leicestershire-opcc/news/commissioners-invite-scrutiny-of-regional-collaboration/", "site:derbyshire-police/about-us/", "site:programme/units/npas/", "site:/no-such/"] * 5
        )
    )  # fmt: skip
    thing = Page(publisher=making.publisher(), path="long/", title="A long page", summary="It is long.", body=links)
    assert len(links.split()) > 3000
    with CaptureQueriesContext(connection) as queries:
        found = findings_of(thing)
    assert {one.code for one in found} == {"link-not-public", "broken-link"}
    assert len(queries) <= 12, [query["sql"][:120] for query in queries]


@pytest.mark.parametrize("html", [
    "<", "<p", "<a href=", '<a href="site:">x</a>', '<a href="site:///">x</a>', '<a href="//">x</a>', '<a href="http://[">x</a>', '<a href="site:/%ff%fe/">x</a>', "<table><tr><td></table></p>",
    "[[", "[[]]", "[[ ]]", "[[fact [[fact]]]]", "&#0;&#xD800;", "<p>" * 500, '<a href="mailto:">x</a>', "\u202e07700\u2066", '<a href="site:/' + "a" * 5000 + '/">x</a>', '<a href="https://exa[mple/">x</a>',
    '<a href="site:derbyshire-opcc">x</a>', '<a href="#">x</a>', '<a href="?page=2">x</a>', "07" * 50000, "a.b" * 30000 + "@", "A " * 50000, "(" * 50000, "AB-" * 30000, "THE " * 30000, "[[" * 20000, "x@" * 30000, "<a href='#'>x</a>" * 3000,
])  # fmt: skip
def test_whatever_stands_in_a_text_the_checks_come_to_an_end(html, world):
    """A draft may hold anything: a fault in a check would keep an office from publishing."""
    findings_of(Page(publisher=making.publisher(), path="odd/", title=html[:200], summary=html, body=html, aside=html))
