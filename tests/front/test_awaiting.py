"""The home of the desk: numbers that are links to lists of exactly these, and nothing of another office."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.care.models import OutsideLink
from collaboration.contact.models import Enquiry
from collaboration.duties.models import Duty, Standing
from collaboration.editorial.revisions import Kept, Revision
from collaboration.editorial.snapshots import snapshot
from collaboration.front.awaiting import KINDS, awaiting, counts
from collaboration.redirects.models import MissingAddress, Redirect
from collaboration.search.models import EmptySearch

from .. import making
from ..desk import administrator, join, member, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now
ELSEWHERE = "nottinghamshire-opcc"


def revision(thing, author, **fields) -> Revision:
    number = Revision.objects.of_thing(thing).count() + 1
    return Revision.objects.create(thing=thing, publisher=thing.publisher, number=number, title=str(thing), fields=snapshot(thing), author=author, **fields)


def draft(author, slug="draft", of="derbyshire-opcc", **fields) -> Revision:
    return revision(making.release(slug, of, publish_at=None), author, is_open=True, **fields)


def enquiry(of="derbyshire-opcc", **fields) -> Enquiry:
    number = Enquiry.objects.count()
    return Enquiry.objects.create(publisher=making.publisher(of), kind="enquiry", name="A", email="a@example.org", subject="S", message="M", sender_key="k", form_key=f"awaiting-{number}", **fields)


def numbers(user, of="derbyshire-opcc") -> dict[str, int]:
    """What awaits a person at one office, by kind."""
    office = making.publisher(of).pk
    return {kind: number for (publisher, kind), number in counts(fresh(user), NOW()).items() if publisher == office}


def fresh(user):
    """The person as the next request will know them."""
    return type(user).objects.get(pk=user.pk)


def test_a_draft_awaits_its_writer_and_nobody_else():
    writer, colleague = member(), member()
    draft(writer)
    assert numbers(writer)["drafts"] == 1
    assert "drafts" not in numbers(colleague)


def test_a_draft_that_was_sent_back_is_counted_as_that_alone():
    writer = member()
    draft(writer, returned_at=NOW(), returned_because="Shorter.")
    assert numbers(writer) == {"returned": 1}


def test_a_review_awaits_publishers_who_had_no_hand_in_it():
    writer, publisher, author = member(), member("publisher"), member("publisher")
    draft(author, submitted_at=NOW(), submitted_by=author)
    assert numbers(publisher)["reviews"] == 1
    assert "reviews" not in numbers(author)
    assert "reviews" not in numbers(writer)
    assert "reviews" not in numbers(member("publisher", ELSEWHERE))


def test_who_wrote_an_earlier_version_of_a_draft_is_not_asked_to_review_it():
    first, second = member("publisher"), member("publisher")
    thing = making.release("two-hands", publish_at=None)
    revision(thing, first)
    revision(thing, second, is_open=True, submitted_at=NOW(), submitted_by=second)
    assert "reviews" not in numbers(first)


def test_who_wrote_what_is_long_public_may_review_the_next_change():
    first, second, reviewer = member("publisher"), member("publisher"), member("publisher")
    thing = making.release("public-since")
    revision(thing, first, published_at=NOW() - making.hours(5), approved_at=NOW(), approved_by=reviewer)
    revision(thing, second, is_open=True, submitted_at=NOW(), submitted_by=second)
    assert numbers(first)["reviews"] == 1
    assert "reviews" not in numbers(second)


def test_what_goes_out_is_told_apart_by_the_hour():
    writer, reviewer = member(), member("publisher")
    approved = {"approved_at": NOW(), "approved_by": reviewer}
    for slug, later in (("soon", 20), ("later", 60)):
        thing = making.release(slug, publish_at=NOW() + making.hours(later))
        revision(thing, writer, published_at=thing.publish_at, **approved)
    revision(making.release("change"), writer, due_at=NOW() + making.hours(47), **approved)
    assert {kind: number for kind, number in numbers(writer).items() if kind in ("soon", "later")} == {"soon": 2, "later": 1}


def test_what_was_published_alone_stays_on_the_red_list_until_somebody_approves():
    alone, other = member("publisher"), member("publisher")
    red = revision(making.release("alone"), alone, published_at=NOW(), unapproved_because="It could not wait.")
    assert numbers(other)["red"] == 1
    red.approved_at, red.approved_by = NOW(), other
    red.save()
    assert "red" not in numbers(other)


def test_enquiries_await_those_who_may_read_them():
    enquiry()
    enquiry(answered_at=NOW())
    assert numbers(member("manager"))["enquiries"] == 1
    assert "enquiries" not in numbers(member("writer"))


def test_pages_are_overdue_from_the_day_of_their_review(settings):
    writer = member()
    before = numbers(writer).get("overdue", 0)
    today = timezone.localdate()
    making.page("old/", last_checked_on=today - timedelta(days=settings.REVIEW_PAGES_DAYS))
    making.page("young/", last_checked_on=today - timedelta(days=settings.REVIEW_PAGES_DAYS - 1))
    making.page("draft/", last_checked_on=None, publish_at=None)
    making.page("never/", last_checked_on=None, publish_at=NOW() - timedelta(days=settings.REVIEW_PAGES_DAYS + 1))
    assert numbers(writer)["overdue"] == before + 2


def test_agreements_that_end_within_ninety_days_await_the_programme():
    today = timezone.localdate()
    someone = member("writer", "programme")
    before = numbers(someone, "programme").get("ending", 0)
    making.agreement("ends-soon", ends_on=today + timedelta(days=90))
    making.agreement("extended", ends_on=today + timedelta(days=9), extended_until=today + timedelta(days=400))
    making.agreement("ends-later", ends_on=today + timedelta(days=91))
    making.agreement("over", ends_on=today - timedelta(days=1))
    assert numbers(someone, "programme")["ending"] == before + 1
    assert "ending" not in numbers(member())


def test_broken_links_and_missing_addresses_await_whoever_can_mend_them():
    office = making.publisher()
    OutsideLink.objects.create(publisher=office, address="https://example.org/a", host="example.org", failures=3)
    OutsideLink.objects.create(publisher=office, address="https://example.org/b", host="example.org", failures=2)
    OutsideLink.objects.create(publisher=office, address="https://example.org/c", host="example.org", failures=9, is_fine=True, fine_why="It works.")
    MissingAddress.objects.create(publisher=office, path="gone", count=7)
    MissingAddress.objects.create(publisher=office, path="led-on", count=7)
    Redirect.objects.create(publisher=office, path="led-on", target="site:/news/")
    assert {kind: number for kind, number in numbers(member("publisher")).items() if kind in ("links", "missing")} == {"links": 1, "missing": 1}
    assert "missing" not in numbers(member("writer"))


def something_of_every_kind(of: str, mark: str) -> None:
    """What makes every number of an office at least one, with a mark in every name."""
    writer, reviewer, third = member("publisher", of), member("publisher", of), member("publisher", of)
    office, approved = making.publisher(of), {"approved_at": NOW(), "approved_by": reviewer}
    draft(writer, f"{mark}-draft", of)
    draft(writer, f"{mark}-back", of, returned_at=NOW())
    draft(third, f"{mark}-review", of, submitted_at=NOW())
    draft(third, f"{mark}-approved", of, submitted_at=NOW(), **approved)
    revision(making.release(f"{mark}-soon", of, publish_at=NOW() + making.hours(2)), third, published_at=NOW() + making.hours(2), **approved)
    revision(making.release(f"{mark}-later", of), third, due_at=NOW() + making.hours(99), **approved)
    revision(making.release(f"{mark}-red", of), third, published_at=NOW(), unapproved_because="x")
    making.page(f"{mark}/", of, last_checked_on="2001-01-01")
    enquiry(of)
    OutsideLink.objects.create(publisher=office, address=f"https://example.org/{mark}", host="example.org", failures=3)
    MissingAddress.objects.create(publisher=office, path=mark, count=7)
    EmptySearch.objects.create(publisher=office, words=mark, count=7)
    duty = Duty.objects.create(slug=mark, paragraph="9", group=Duty.Group.MANNER, title=mark, since="2012-01-01")
    Standing.objects.create(publisher=office, duty=duty, due_on="2013-01-01")


def test_every_number_leads_to_a_list_of_exactly_so_many(client):
    something_of_every_kind("derbyshire-opcc", "mine")
    user = administrator()
    signed_in(client, user)
    seen = {}
    for _office, items in awaiting(fresh(user), [making.publisher(), making.publisher("programme")]):
        for item in items:
            html = client.get(item.address).content.decode()
            rows = len(re.findall(r"<th scope=\"row\">", html))
            assert rows == min(item.count, 50), item
            assert f">{item.count} in all<" in html
            seen[item.kind] = seen.get(item.kind, 0) + 1
    # The administrator has no drafts; everything else stands here.
    assert set(seen) >= {kind.name for kind in KINDS} - {"drafts", "returned", "ending"}


def test_the_home_shows_the_numbers_as_links(client):
    writer = member()
    draft(writer)
    html = signed_in(client, writer).get("/admin/").content.decode()
    assert re.search(r'<a class="awaiting__item" href="/admin/awaiting/drafts/\?office=derbyshire-opcc"><span class="awaiting__count">1</span>', html)


def test_nothing_awaiting_is_said_kindly(client):
    newcomer = member("manager", "lincolnshire-police")
    html = signed_in(client, newcomer).get("/admin/").content.decode()
    assert "Nothing awaits you." in html


@pytest.mark.parametrize("role", ["writer", "publisher", "manager"])
def test_nothing_of_another_office_is_on_the_home_or_in_any_list(client, role):
    something_of_every_kind(ELSEWHERE, "foreign")
    something_of_every_kind("derbyshire-opcc", "mine")
    foreign = {item.reference for item in Enquiry.objects.filter(publisher__slug=ELSEWHERE)}
    signed_in(client, member(role))
    for address in ("/admin/", *(f"/admin/awaiting/{kind.name}/{query}" for kind in KINDS for query in ("", f"?office={ELSEWHERE}"))):
        answer = client.get(address)
        html = answer.content.decode()
        assert "foreign" not in html, address
        assert not [one for one in foreign if one in html], address
        # The office is named where it was asked for, and on the page for what is not there, which names all sites.
        assert "Nottinghamshire" not in html or "office=" in address or answer.status_code == 404, address


def test_who_may_not_answer_enquiries_finds_no_list_of_them(client):
    signed_in(client, member("writer"))
    assert client.get("/admin/awaiting/enquiries/").status_code == 404
    assert client.get("/admin/awaiting/nothing/").status_code == 404
    assert client.get("/admin/awaiting/drafts/?office=nowhere").status_code == 404
    assert client.get("/admin/awaiting/drafts/?page=9").status_code == 404


def test_a_list_of_what_awaits_is_behind_the_door(client):
    assert client.get("/admin/awaiting/drafts/").status_code == 302


def test_both_offices_of_one_person_stand_side_by_side(client):
    both = member("publisher")
    join(both, "writer", ELSEWHERE)
    draft(both)
    draft(both, "there", ELSEWHERE)
    html = signed_in(client, both).get("/admin/").content.decode()
    assert html.count('href="/admin/awaiting/drafts/') == 2


def test_text_that_was_typed_and_not_saved_is_offered_to_its_writer_alone(client):
    writer, other = member(), member()
    thing = making.release("kept")
    Kept.objects.create(user=writer, content_type=revision(thing, other).content_type, object_id=thing.pk, typed={"headline": ["Secret words"]})
    html = signed_in(client, writer).get("/admin/").content.decode()
    assert f'href="/admin/collaboration/pressrelease/{thing.pk}/change/?put_back=offered"' in html
    assert "Secret words" not in html
    assert "put_back" not in signed_in(client, other).get("/admin/").content.decode()


def test_the_home_asks_little_whatever_there_is(client):
    user = administrator()
    signed_in(client, user).get("/admin/")
    something_of_every_kind("derbyshire-opcc", "one")
    something_of_every_kind(ELSEWHERE, "two")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    for number in range(30):
        something_of_every_kind("lincolnshire-opcc", f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    asked = "\n".join(one["sql"][:200] for one in many.captured_queries)
    assert len(many) == len(few)
    assert len(many) <= 12, asked


def test_a_list_asks_little_however_long_it_is(client):
    signed_in(client, administrator())
    for number in range(60):
        draft(member("writer"), f"long-{number}", submitted_at=NOW())
    client.get("/admin/awaiting/reviews/")
    with CaptureQueriesContext(connection) as asked:
        html = client.get("/admin/awaiting/reviews/").content.decode()
    assert len(re.findall(r"<th scope=\"row\">", html)) == 50
    assert len(asked) <= 12, [one["sql"] for one in asked.captured_queries]
