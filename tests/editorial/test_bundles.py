"""What comes out together: put into a bundle, scheduled all or nothing, seen all at one second, moved, called off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.agreements.models import Agreement
from collaboration.editorial import bundling
from collaboration.editorial.bundles import Bundle
from collaboration.editorial.drafting import Refused, save_draft
from collaboration.editorial.publishing import publish, put_in_what_is_due, unschedule, withdraw
from collaboration.editorial.revisions import Revision
from collaboration.news.models import MediaContact, PressRelease
from collaboration.pages.models import Page
from collaboration.publishers.models import Publisher
from tests.desk import administrator, member, signed_in
from tests.making import agreement, page, publisher, release

pytestmark = pytest.mark.django_db
NEWS = "/derbyshire-opcc/news/together/"
PAGE = "/derbyshire-opcc/together/"
LIVE = "/derbyshire-opcc/changes-together/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def writer():
    return member("writer")


@pytest.fixture
def boss():
    return member("publisher")


@pytest.fixture
def moment():
    return (timezone.now() + timedelta(hours=2)).replace(microsecond=0)


@pytest.fixture
def clock(monkeypatch):
    """Sets the moment that the site takes for now."""
    return lambda at: monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def things(writer):
    """Drafts by the writer: a release and a page that link to each other, and a change to a public page."""
    contact = MediaContact.objects.create(publisher=publisher(), name="Press team", email="press@example.org")
    news = release("together", publish_at=None, headline="Forces share a walnut")
    new_page = page("together/", publish_at=None, title="About the shared walnut")
    live = page("changes-together/", title="What the office shares")
    save_draft(news, {"body": '<p>More on <a href="site:/together/">the shared walnut</a>.</p>', "media_contacts": [contact.pk], "summary": "Two forces now share one walnut."}, writer)
    save_draft(new_page, {"body": '<p>As <a href="site:/news/together/">the release on the walnut</a> says.</p>', "summary": "What the walnut is for."}, writer)
    save_draft(live, {"body": "<p>The office now shares a walnut.</p>", "summary": "All that the office shares."}, writer)
    return [news, new_page, live]


@pytest.fixture
def bundle(writer, things, moment):
    made = Bundle.objects.create(publisher=publisher(), name="The walnut", moment=moment, notice="<p>A walnut is shared from today.</p>", notice_by=writer, made_by=writer)
    bundling.add(made, things, writer)
    return made


def answers(bundle, **also) -> dict[int, dict]:
    """What is said of each member: the version looked at, and what kind of change."""
    said = {"kind": "update", "note": "The walnut is new.", "accepted_because": "It is right.", **also}
    return {one.pk: {"number": newest(one.thing).number, **said} for one in bundle.members.all()}


def newest(thing) -> Revision:
    return Revision.objects.of_thing(thing).first()


def scheduled(bundle, boss) -> Bundle:
    return bundling.schedule(bundle, boss, answers(bundle))


def bodies(client) -> str:
    """What a reader finds at the three addresses, in the list and in the search."""
    doors = [NEWS, PAGE, LIVE, "/derbyshire-opcc/news/", "/derbyshire-opcc/search/?q=walnut"]
    return "".join(client.get(one).content.decode().replace("q=walnut", "").replace('value="walnut"', "").replace("“walnut”", "") for one in doors)


def test_nothing_of_a_bundle_is_seen_before_its_moment_and_all_of_it_at_that_second(client, bundle, boss, moment, clock):
    scheduled(bundle, boss)
    clock(moment - SECOND)
    assert [client.get(one).status_code for one in (NEWS, PAGE, LIVE)] == [404, 404, 200]
    before = bodies(client)
    assert "shared walnut" not in before
    assert "shares a walnut" not in before
    assert "walnut is shared" not in before
    clock(moment)
    # The first request after the moment has it all: no job has run, and nothing was asked for in between.
    assert "A walnut is shared from today." in client.get(NEWS).content.decode()
    for address, words in ((NEWS, "Forces share a walnut"), (PAGE, "About the shared walnut"), (LIVE, "The office now shares a walnut."), ("/derbyshire-opcc/news/", "Forces share a walnut")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert words in answer.content.decode(), address
    assert "About the shared walnut" in client.get("/derbyshire-opcc/search/?q=walnut").content.decode()
    assert "A walnut is shared" not in client.get("/derbyshire-police/").content.decode()


def test_the_very_first_request_after_the_moment_shows_the_change_and_the_notice(client, bundle, boss, moment, clock):
    scheduled(bundle, boss)
    clock(moment)
    body = client.get(LIVE).content.decode()
    assert "The office now shares a walnut." in body
    assert "A walnut is shared from today." in body
    assert put_in_what_is_due() == 0


def test_the_notice_that_stands_is_left_alone_until_the_moment_and_ends_when_it_should(client, bundle, boss, moment, clock):
    Publisher.objects.filter(pk=bundle.publisher_id).update(notice="<p>The office is closed on Monday.</p>")
    Bundle.objects.filter(pk=bundle.pk).update(notice_until=moment + timedelta(hours=5))
    scheduled(bundle, boss)
    clock(moment - SECOND)
    assert "closed on Monday" in client.get("/derbyshire-opcc/").content.decode()
    clock(moment)
    body = client.get("/derbyshire-opcc/").content.decode()
    assert "A walnut is shared" in body
    assert "closed on Monday" not in body
    clock(moment + timedelta(hours=5))
    assert "A walnut is shared" not in client.get("/derbyshire-opcc/").content.decode()


def test_what_a_manager_writes_after_the_moment_is_not_overwritten(client, bundle, boss, moment, clock):
    scheduled(bundle, boss)
    clock(moment + SECOND)
    client.get("/derbyshire-opcc/")
    Publisher.objects.filter(pk=bundle.publisher_id).update(notice="<p>The walnut has been found.</p>")
    assert put_in_what_is_due() == 0
    assert "has been found" in client.get("/derbyshire-opcc/").content.decode()


def test_all_or_nothing_and_every_refusal_is_told(bundle, boss, things):
    writer_and_boss = save_draft(things[1], {"summary": "What the walnut is really for."}, boss)
    wrong = answers(bundle)
    live = bundle.members.get(object_id=things[2].pk)
    wrong[live.pk]["kind"] = ""
    with pytest.raises(bundling.NotAll) as told:
        bundling.schedule(bundle, boss, wrong)
    refused = {line.thing.pk: line.refusal for line in told.value.lines if line.refusal}
    assert "had no hand in it" in refused[things[1].pk]
    assert "what kind of change" in refused[things[2].pk].lower()
    assert not Revision.objects.filter(published_at__gt=timezone.now()).exists()
    assert not Revision.objects.waiting().exists()
    assert newest(things[1]).pk == writer_and_boss.pk
    assert PressRelease.objects.get(pk=things[0].pk).publish_at is None
    bundle.refresh_from_db()
    assert not bundle.is_scheduled


def test_a_version_saved_since_one_looked_is_not_scheduled_unseen(bundle, boss, writer, things):
    looked = answers(bundle)
    save_draft(things[0], {"headline": "Slipped in"}, writer)
    with pytest.raises(bundling.NotAll) as told:
        bundling.schedule(bundle, boss, looked)
    assert [line.refusal for line in told.value.lines if line.refusal] == ["Somebody has saved a newer version since you looked."]


def test_the_writer_of_the_notice_does_not_approve_it_by_scheduling(bundle, boss):
    Bundle.objects.filter(pk=bundle.pk).update(notice_by=boss)
    with pytest.raises(bundling.NotAll) as told:
        scheduled(Bundle.objects.get(pk=bundle.pk), boss)
    assert told.value.because == ["You wrote the notice, so somebody else has to approve it."]
    with pytest.raises(Refused, match="somebody else"):
        bundling.approve_notice(bundle, boss)
    bundling.approve_notice(bundle, member("publisher"))
    assert scheduled(Bundle.objects.get(pk=bundle.pk), boss).is_scheduled


def test_members_may_link_to_each_other_and_to_nothing_else_unpublished(bundle, boss, writer, things):
    scheduled(bundle, boss)
    bundling.call_off(bundle, boss)
    page("elsewhere/", publish_at=None, title="A page nobody may see")
    save_draft(things[0], {"body": '<p>More on <a href="site:/elsewhere/">the secret page</a>.</p>'}, writer)
    with pytest.raises(bundling.NotAll) as told:
        scheduled(Bundle.objects.get(pk=bundle.pk), boss)
    assert "not public" in [line.refusal for line in told.value.lines if line.refusal][0]


def test_what_is_in_a_bundle_is_neither_published_nor_taken_off_alone(bundle, boss, things):
    draft = newest(things[0])
    with pytest.raises(Refused, match="in the bundle “The walnut”"):
        publish(draft, boss)
    scheduled(bundle, boss)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="in the bundle"):
        unschedule(draft, boss)


def test_a_thing_is_in_one_bundle_at_most_until_that_is_out(bundle, boss, writer, things, moment, clock):
    other = Bundle.objects.create(publisher=publisher(), name="Another", made_by=writer)
    with pytest.raises(Refused, match="in the bundle “The walnut” already"):
        bundling.add(other, [things[0]], writer)
    scheduled(bundle, boss)
    clock(moment + SECOND)
    save_draft(things[0], {"headline": "Forces share two walnuts"}, writer)
    assert bundling.add(other, [things[0]], writer) == 1


def test_only_things_of_the_same_office_are_put_in(bundle, writer):
    with pytest.raises(Refused, match="another office"):
        bundling.add(bundle, [release("theirs", of="lincolnshire-opcc", publish_at=None)], writer)
    with pytest.raises(Refused, match="may not"):
        bundling.add(bundle, [release("ours", publish_at=None)], member("writer", "lincolnshire-opcc"))


def test_the_programme_bundles_shared_records_with_its_news(client, moment, clock):
    author, second = administrator(), administrator()
    shared = agreement("walnut-agreement", publish_at=None, title="Walnut collaboration agreement")
    save_draft(shared, {"summary": "Which forces share the walnut."}, author)
    made = Bundle.objects.create(publisher=publisher("programme"), name="Walnut", moment=moment, made_by=author)
    bundling.add(made, [shared], author)
    scheduled(made, second)
    clock(moment - SECOND)
    assert client.get("/agreements/walnut-agreement/").status_code == 404
    clock(moment)
    assert client.get("/agreements/walnut-agreement/").status_code == 200
    assert Agreement.objects.live().filter(pk=shared.pk).exists()


def test_all_of_it_moves_together(client, bundle, boss, moment, clock):
    scheduled(bundle, boss)
    later = moment + timedelta(days=1)
    bundling.move(bundle, boss, later)
    clock(moment + SECOND)
    assert [client.get(one).status_code for one in (NEWS, PAGE)] == [404, 404]
    body = client.get(LIVE).content.decode()
    assert "shares a walnut" not in body
    assert "walnut is shared" not in body
    clock(later)
    body = client.get(LIVE).content.decode()
    assert "shares a walnut" in body
    assert "walnut is shared" in body
    assert [client.get(one).status_code for one in (NEWS, PAGE)] == [200, 200]
    with pytest.raises(Refused, match="is out"):
        bundling.move(bundle, boss, later + timedelta(days=1))


def test_a_bundle_moves_to_no_moment_before_what_it_needs(bundle, boss, writer, things, moment):
    page("needed/", publish_at=moment - timedelta(minutes=30), title="What it needs")
    save_draft(things[0], {"body": '<p>More on <a href="site:/needed/">what it needs</a>.</p>'}, writer)
    scheduled(bundle, boss)
    with pytest.raises(bundling.NotAll) as told:
        bundling.move(bundle, boss, moment - timedelta(hours=1))
    assert [line.thing.pk for line in told.value.lines if line.refusal] == [things[0].pk]
    assert PressRelease.objects.get(pk=things[0].pk).publish_at == moment


def test_calling_off_makes_drafts_of_all_and_the_notice_stays_away(client, bundle, boss, things, moment, clock):
    scheduled(bundle, boss)
    bundling.call_off(bundle, boss)
    assert PressRelease.objects.get(pk=things[0].pk).publish_at is None
    assert all(newest(one).is_open and newest(one).approved_by == boss for one in things)
    clock(moment + SECOND)
    assert [client.get(one).status_code for one in (NEWS, PAGE)] == [404, 404]
    body = client.get(LIVE).content.decode()
    assert "shares a walnut" not in body
    assert "walnut is shared" not in body


def test_one_is_taken_out_and_the_rest_comes_out_without_it(client, bundle, boss, things, moment, clock):
    scheduled(bundle, boss)
    bundling.take_out(bundle.members.get(object_id=things[2].pk), boss)
    clock(moment)
    assert "shares a walnut" not in client.get(LIVE).content.decode()
    assert client.get(NEWS).status_code == 200


def test_what_has_to_be_withdrawn_leaves_its_bundle(bundle, boss, things):
    scheduled(bundle, boss)
    withdraw(Page.objects.get(pk=things[2].pk), boss, "It was wrong.")
    assert not bundle.members.filter(object_id=things[2].pk, content_type__model="page").exists()
    assert not Revision.objects.waiting().exists()


def test_a_draft_written_after_scheduling_does_not_come_out_with_the_rest(client, bundle, boss, writer, things, moment, clock):
    scheduled(bundle, boss)
    save_draft(things[0], {"headline": "Written too late"}, writer)
    save_draft(things[2], {"body": "<p>Written too late.</p>"}, writer)
    clock(moment)
    assert "Forces share a walnut" in client.get(NEWS).content.decode()
    assert "too late" not in client.get(NEWS).content.decode() + client.get(LIVE).content.decode()


def test_a_newer_version_for_a_later_moment_puts_an_embargo_off(client, boss, writer, moment, clock):
    lone = page("lone/", publish_at=None, title="Alone")
    publish(save_draft(lone, {"summary": "First words."}, writer), boss, moment)
    publish(save_draft(lone, {"summary": "Better words."}, writer), boss, moment + timedelta(days=1))
    clock(moment + SECOND)
    assert client.get("/derbyshire-opcc/lone/").status_code == 404


# At the desk


def desk(bundle, *more: str) -> str:
    return "/".join(["/admin/collaboration/bundle", str(bundle.pk), *more, ""])


def post(client, bundle, act: str, **fields):
    return client.post(desk(bundle, "acts"), {"act": act, **fields})


def test_a_bundle_is_made_filled_and_scheduled_at_the_desk(client, writer, boss, things):
    signed_in(client, writer)
    made = client.post("/admin/collaboration/bundle/add/", {"publisher": publisher().pk, "name": "Walnut launch", "moment_0": "2035-01-05", "moment_1": "09:00", "notice": "<p>A walnut is shared.</p>", "notice_until_0": "", "notice_until_1": ""})
    bundle = Bundle.objects.get(name="Walnut launch")
    assert (made.status_code, bundle.made_by, bundle.notice_by) == (302, writer, writer)
    page_of = client.get(made.headers["Location"]).content.decode()
    assert "Forces share a walnut" in page_of
    assert "Schedule all" not in page_of
    assert post(client, bundle, "put-in", draft=[newest(one).pk for one in things]).status_code == 302
    assert "Somebody who had no hand in it has to approve it first." in client.get(desk(bundle, "change")).content.decode()
    signed_in(client, boss)
    page_of = client.get(desk(bundle, "change")).content.decode()
    assert "Schedule all for 5 January 2035, 09:00" in page_of
    numbers = {f"number-{one.pk}": newest(one.thing).number for one in bundle.members.all()}
    refused = post(client, bundle, "schedule", **numbers, **{f"note-{bundle.members.get(object_id=things[2].pk).pk}": "What was typed"})
    assert refused.status_code == 422
    assert "Say what kind of change it is" in refused.content.decode()
    assert "What was typed" in refused.content.decode()
    kind = {f"kind-{one.pk}": "typo" for one in bundle.members.all()}
    assert post(client, bundle, "schedule", **numbers, **kind).status_code == 302
    bundle.refresh_from_db()
    assert (bundle.is_scheduled, bundle.notice_approved_by) == (True, boss)
    page_of = client.get(desk(bundle, "change")).content.decode()
    assert "Move all of it" in page_of
    assert "Call all of it off" in page_of
    assert post(client, bundle, "move", at_0="2001-01-01", at_1="09:00").status_code == 422
    assert post(client, bundle, "move", at_0="x", at_1="").status_code == 422
    assert post(client, bundle, "call-off").status_code == 302


def test_the_page_of_a_member_leads_to_its_bundle_and_offers_no_publishing(client, bundle, boss, things):
    body = signed_in(client, boss).get(f"/admin/collaboration/pressrelease/{things[0].pk}/publishing/").content.decode()
    assert desk(bundle, "change") in body
    assert "Publish now" not in body
    assert "not public yet" not in body


def test_looking_at_a_bundle_changes_nothing(client, bundle, boss, things):
    before = list(Revision.objects.order_by("pk").values())
    assert signed_in(client, boss).get(desk(bundle, "change")).status_code == 200
    assert list(Revision.objects.order_by("pk").values()) == before
    assert PressRelease.objects.get(pk=things[0].pk).publish_at is None


def test_a_writer_cannot_schedule_and_another_office_does_not_see_it(client, bundle, writer):
    signed_in(client, writer)
    assert post(client, bundle, "schedule").status_code == 422
    stranger = signed_in(client, member("publisher", "lincolnshire-opcc"))
    assert post(stranger, bundle, "call-off").status_code == 404
    assert "The walnut" not in stranger.get("/admin/collaboration/bundle/").content.decode()
    assert stranger.get(desk(bundle, "change")).status_code == 302


def test_a_changed_notice_wants_other_eyes_again(client, bundle, boss):
    bundling.approve_notice(bundle, boss)
    fields = {"name": bundle.name, "moment_0": "2035-01-05", "moment_1": "09:00", "notice_until_0": "", "notice_until_1": ""}
    colleague = member("writer")
    signed_in(client, colleague).post(desk(bundle, "change"), {**fields, "notice": "<p>Another notice.</p>"})
    bundle.refresh_from_db()
    assert (bundle.notice_by, bundle.notice_approved_by) == (colleague, None)


def test_an_empty_bundle_and_one_with_a_long_notice_are_told_what_is_wrong(client, boss):
    empty = Bundle.objects.create(publisher=publisher(), name="Empty", made_by=boss)
    with pytest.raises(bundling.NotAll) as told:
        bundling.schedule(empty, boss, {})
    assert told.value.because == ["Give it the moment at which it comes out.", "There is nothing in it yet."]
    long = {"publisher": publisher().pk, "name": "Long", "moment_0": "", "moment_1": "", "notice": f"<p>{'walnut ' * 80}</p>", "notice_until_0": "", "notice_until_1": ""}
    refused = signed_in(client, boss).post("/admin/collaboration/bundle/add/", long)
    assert "at most 400 letters" in refused.content.decode()


def test_a_scheduled_thing_is_moved_to_another_moment_on_its_own_page(client, boss, writer, moment):
    lone = page("lone/", publish_at=None, title="Alone")
    revision = publish(save_draft(lone, {"summary": "First words."}, writer), boss, moment)
    signed_in(client, boss)
    address = f"/admin/collaboration/page/{lone.pk}/publishing/"
    assert "Another moment" in client.get(address).content.decode()
    assert client.post(address, {"act": "move", "number": revision.number, "at_0": "2035-01-05", "at_1": "09:00"}).status_code == 302
    lone.refresh_from_db()
    revision.refresh_from_db()
    assert (lone.publish_at, revision.published_at) == (revision.published_at, lone.publish_at)
    assert timezone.localtime(lone.publish_at).strftime("%Y-%m-%d %H:%M") == "2035-01-05 09:00"
    assert client.post(address, {"act": "move", "number": revision.number, "at_0": "", "at_1": ""}).status_code == 422
