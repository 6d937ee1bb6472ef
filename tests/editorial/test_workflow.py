"""From a draft to the public, by the acts of `publishing`: who may, who may not, and what the public sees meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaboration.editorial.drafting import Conflict, Refused, discard, restore, save_draft
from collaboration.editorial.publishing import (
    approve,
    publish,
    put_in_what_is_due,
    send_back,
    submit,
    unschedule,
    withdraw,
)
from collaboration.editorial.revisions import Revision
from collaboration.news.models import MediaContact, PressRelease
from collaboration.post.models import Letter
from collaboration.units.models import Unit
from tests.desk import administrator, member
from tests.making import publisher, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return member("writer")


@pytest.fixture
def boss():
    return member("publisher")


@pytest.fixture
def contact():
    return MediaContact.objects.create(key="desk-press", publisher=publisher(), name="Press team", email="press@example.org")


@pytest.fixture
def draft(writer, contact):
    """A release nobody has published yet, with its first revision."""
    row = release("at-the-desk", publish_at=None, headline="Forces share a custody suite")
    return save_draft(row, {"media_contacts": [contact.pk], "summary": "Two forces now share one custody suite."}, writer)


def thing(revision) -> PressRelease:
    return PressRelease.objects.get(pk=revision.object_id)


def seen(client, row) -> str:
    return client.get(f"/derbyshire-opcc/news/{row.slug}/").content.decode()


def public(draft, boss, client):
    publish(draft, boss)
    return thing(draft)


def test_a_first_draft_is_in_its_row_and_on_no_page(draft, client):
    assert thing(draft).summary == "Two forces now share one custody suite."
    assert list(thing(draft).media_contacts.values_list("key", flat=True)) == ["desk-press"]
    assert client.get("/derbyshire-opcc/news/at-the-desk/").status_code == 404


def test_another_publisher_publishes_and_thereby_approves(draft, boss, client):
    row = public(draft, boss, client)
    draft.refresh_from_db()
    assert "Forces share a custody suite" in seen(client, row)
    assert (draft.approved_by, draft.published_by, draft.is_open) == (boss, boss, False)


def test_a_writer_cannot_publish(draft, writer):
    with pytest.raises(Refused, match="may not"):
        publish(draft, writer)
    assert thing(draft).publish_at is None


def test_a_publisher_of_another_office_cannot_do_anything(draft):
    stranger = member("publisher", "leicestershire-opcc")
    for act in (publish, approve, submit):
        with pytest.raises(Refused):
            act(draft, stranger)
    with pytest.raises(Refused):
        save_draft(thing(draft), {"headline": "Mine"}, stranger)
    assert Revision.objects.of_thing(thing(draft)).count() == 1


def test_a_draft_of_public_text_changes_nothing_in_public(draft, boss, writer, client):
    row = public(draft, boss, client)
    other = Unit.objects.first()
    before = seen(client, row)
    save_draft(row, {"headline": "A canary in the headline", "units": [other.pk], "slug": "another-address"}, writer)
    assert seen(client, row) == before
    assert thing(draft).slug == "at-the-desk"
    assert not thing(draft).units.exists()


def test_publishing_a_change_puts_all_of_it_in(draft, boss, writer, client):
    row = public(draft, boss, client)
    other = Unit.objects.live().first()
    change = save_draft(row, {"headline": "Three forces share a custody suite", "units": [other.pk]}, writer)
    publish(change, boss, kind="correction", note_to_public="We said two forces; there are three.")
    assert "Three forces share" in seen(client, row)
    assert list(thing(draft).units.all()) == [other]
    assert thing(draft).publish_at == row.publish_at


def test_a_change_to_public_text_wants_its_kind_and_its_note(draft, boss, writer, client):
    row = public(draft, boss, client)
    change = save_draft(row, {"summary": "Two forces share one new custody suite."}, writer)
    with pytest.raises(Refused, match="kind of change"):
        publish(change, boss)
    with pytest.raises(Refused, match="what changed"):
        publish(change, boss, kind="correction", note_to_public="  ")
    publish(change, boss, kind="typo")
    assert thing(draft).summary == "Two forces share one new custody suite."


def test_nobody_approves_what_they_had_a_hand_in(draft, boss):
    edited = save_draft(thing(draft), {"headline": "Forces share one custody suite"}, boss)
    last = save_draft(thing(draft), {"headline": "Forces share a single custody suite"}, member("writer"))
    for revision in (last,):
        with pytest.raises(Refused, match="had a hand"):
            approve(revision, boss)
    assert Revision.objects.get(pk=edited.pk).approved_by is None
    assert approve(last, member("publisher")).approved_by


def test_the_database_itself_refuses_an_author_who_approves(draft, writer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=draft.pk).update(approved_by=writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=draft.pk).update(is_open=False, published_at=timezone.now())


def test_publishing_alone_needs_a_reason_and_stays_on_the_red_list(contact, boss, django_capture_on_commit_callbacks):
    colleague = member("publisher")
    row = release("alone", publish_at=None)
    mine = save_draft(row, {"media_contacts": [contact.pk], "summary": "A summary of some length."}, boss)
    with pytest.raises(Refused, match="somebody else"):
        publish(mine, boss)
    publish(mine, boss, unapproved_because="A road is closed and people must know.")
    assert PressRelease.objects.get(pk=row.pk).is_live()
    assert list(Revision.objects.red()) == [mine]
    assert list(Letter.objects.filter(key__startswith=f"unapproved-{mine.pk}-").values_list("to", flat=True)) == [colleague.email]
    with pytest.raises(Refused, match="had a hand"):
        approve(Revision.objects.get(pk=mine.pk), boss)
    approve(Revision.objects.get(pk=mine.pk), colleague)
    assert not Revision.objects.red().exists()


def test_review_is_asked_for_by_letter_and_sent_back_with_what_is_wanted(draft, writer, boss):
    submit(draft, writer)
    letter = Letter.objects.get(key=f"submitted-{draft.pk}-{boss.pk}")
    assert f"/admin/collaboration/pressrelease/{draft.object_id}/publishing/" in letter.body
    assert "custody suite" not in letter.body.replace(draft.title, "")
    with pytest.raises(Refused, match="what has to change"):
        send_back(draft, boss, " ")
    send_back(draft, boss, "Name the force.")
    draft.refresh_from_db()
    assert (draft.state, draft.returned_because) == ("returned", "Name the force.")


def test_a_newer_draft_takes_the_review_back(draft, writer, boss):
    approve(submit(draft, writer), boss)
    newer = save_draft(thing(draft), {"headline": "Slipped in after approval"}, writer)
    with pytest.raises(Refused, match="newer draft"):
        publish(draft, boss)
    assert newer.state == "draft"
    assert thing(draft).publish_at is None


def test_a_first_publication_waits_for_its_moment_to_the_second(draft, boss, client):
    moment = timezone.now() + timedelta(hours=2)
    publish(draft, boss, moment)
    assert client.get("/derbyshire-opcc/news/at-the-desk/").status_code == 404
    assert not PressRelease.objects.live(moment - timedelta(seconds=1)).filter(pk=draft.object_id).exists()
    assert PressRelease.objects.live(moment).filter(pk=draft.object_id).exists()


def test_a_change_waits_for_its_moment_and_no_job_has_to_run(draft, boss, writer, client):
    row = public(draft, boss, client)
    change = save_draft(row, {"headline": "The new headline of tomorrow"}, writer)
    publish(change, boss, timezone.now() + timedelta(hours=1), kind="update", note_to_public="A new headline.")
    assert "of tomorrow" not in seen(client, row)
    assert put_in_what_is_due() == 0
    Revision.objects.filter(pk=change.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    assert "of tomorrow" in seen(client, row)
    change.refresh_from_db()
    assert change.published_at == change.due_at


def test_a_change_that_can_no_longer_be_put_in_goes_back_and_breaks_nothing(draft, boss, writer, client, caplog):
    row = public(draft, boss, client)
    change = save_draft(row, {"slug": "wanted-by-two"}, writer)
    publish(change, boss, timezone.now() + timedelta(hours=1), kind="typo")
    release("wanted-by-two")
    Revision.objects.filter(pk=change.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/derbyshire-opcc/news/at-the-desk/").status_code == 200
    change.refresh_from_db()
    assert (change.is_open, change.due_at) == (True, None)
    assert "already" in change.returned_because
    assert "could not be put in" in caplog.text


def test_what_is_scheduled_can_be_taken_back(draft, boss, writer, client):
    publish(draft, boss, timezone.now() + timedelta(hours=1))
    unschedule(Revision.objects.get(pk=draft.pk), boss)
    draft.refresh_from_db()
    assert (thing(draft).publish_at, draft.is_open, draft.published_at) == (None, True, None)
    publish(draft, boss)
    with pytest.raises(Refused, match="out already"):
        unschedule(draft, boss)


def test_a_changed_address_leaves_a_redirect(draft, boss, writer, client):
    row = public(draft, boss, client)
    change = save_draft(row, {"slug": "a-better-address"}, writer)
    publish(change, boss, kind="typo")
    answer = client.get("/derbyshire-opcc/news/at-the-desk/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/derbyshire-opcc/news/a-better-address/")


def test_withdrawal_says_why_or_leads_to_what_replaces_it(draft, boss, writer, client):
    row = public(draft, boss, client)
    with pytest.raises(Refused, match="reason"):
        withdraw(row, boss, "")
    with pytest.raises(Refused, match="may not"):
        withdraw(row, writer, "Wrong.")
    withdraw(row, boss, "It named the wrong place.")
    answer = client.get("/derbyshire-opcc/news/at-the-desk/")
    assert answer.status_code == 410
    assert "It named the wrong place." in answer.content.decode()
    PressRelease.objects.filter(pk=row.pk).update(replaced_by="site:/news/")
    answer = client.get("/derbyshire-opcc/news/at-the-desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/derbyshire-opcc/news/")


def test_a_fault_elsewhere_does_not_keep_a_text_in_public(draft, boss, client):
    row = public(draft, boss, client)
    PressRelease.objects.filter(pk=row.pk).update(headline="")
    withdraw(row, boss, "It named the wrong place.")
    assert client.get("/derbyshire-opcc/news/at-the-desk/").status_code == 410


def test_no_text_is_withdrawn_towards_an_address_that_cannot_be_one(draft, boss, client):
    row = public(draft, boss, client)
    with pytest.raises(Refused, match="Write site:/news/"):
        withdraw(row, boss, "It named the wrong place.", "javascript:alert(1)")
    assert client.get("/derbyshire-opcc/news/at-the-desk/").status_code == 200


def test_what_was_withdrawn_can_be_published_again(draft, boss, writer, client):
    row = public(draft, boss, client)
    withdraw(row, boss, "It named the wrong place.")
    again = save_draft(row, {"headline": "Forces share a custody suite in Derby"}, writer)
    publish(again, boss)
    assert "in Derby" in seen(client, row)


def test_two_begin_from_one_version_and_the_second_is_told(draft, writer, boss):
    save_draft(thing(draft), {"headline": "Hers"}, boss, base=1)
    with pytest.raises(Conflict) as told:
        save_draft(thing(draft), {"headline": "His"}, writer, base=1)
    assert told.value.latest.author == boss


def test_an_old_version_comes_back_as_a_draft(draft, writer, boss, client):
    row = public(draft, boss, client)
    publish(save_draft(row, {"headline": "A worse headline"}, writer), boss, kind="typo")
    back = restore(Revision.objects.of_thing(row).get(number=1), writer)
    assert (back.fields["headline"], back.is_open) == ("Forces share a custody suite", True)
    assert "A worse headline" in seen(client, row)


def test_a_closed_draft_is_not_what_the_next_editor_begins_from(draft, writer, boss, client):
    row = public(draft, boss, client)
    discard(save_draft(row, {"headline": "Not wanted"}, writer), writer)
    following = save_draft(row, {"summary": "Another summary."}, writer)
    assert following.fields["headline"] == "Forces share a custody suite"


def test_nothing_published_is_deleted(draft, boss, client):
    from django.db.models import ProtectedError

    row = public(draft, boss, client)
    with pytest.raises(ProtectedError, match="never deleted"):
        row.delete()


def test_every_act_stands_in_the_log_with_who_did_it(draft, writer, boss):
    submit(draft, writer)
    publish(draft, boss)
    lines = LogEntry.objects.filter(object_id=str(draft.object_id)).order_by("pk").values_list("user__email", "change_message")
    assert [who for who, _what in lines] == [writer.email, boss.email]


def test_an_administrator_acts_for_every_office_without_being_a_superuser(draft):
    somebody = administrator()
    assert not somebody.is_superuser
    publish(draft, somebody)
    assert thing(draft).is_live()


def test_what_a_load_of_fixtures_changed_is_a_version_that_the_next_editor_begins_from(draft, boss, writer, client):
    from collaboration.editorial.drafting import working
    from collaboration.editorial.loading import take_in_changed_rows

    row = public(draft, boss, client)
    assert take_in_changed_rows() == 0
    PressRelease.objects.filter(pk=row.pk).update(headline="From a fixture")
    assert take_in_changed_rows() == 1
    assert take_in_changed_rows() == 0
    assert working(row).fields["headline"] == "From a fixture"
    save_draft(row, {"summary": "Another summary."}, writer)
    assert working(row).fields["headline"] == "From a fixture"
