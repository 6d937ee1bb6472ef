"""Doing something to many things at once: asked first, looked at again row by row, reported row by row, one's own office alone."""

import html
import re

import pytest
from django.utils import timezone

from collaboration.editorial.drafting import save_draft, working
from collaboration.editorial.publishing import withdraw
from collaboration.editorial.revisions import Revision
from collaboration.pages.models import Page
from collaboration.post.models import Letter
from tests.desk import administrator, member, signed_in
from tests.making import page, release

pytestmark = pytest.mark.django_db
PAGES = "/admin/collaboration/page/"
GOOD = {"summary": "What the office does and for whom.", "body": "<p>The office looks after the collaboration.</p>", "owner": "Web editor", "last_checked_on": None}


def draft_of(path: str, by, of: str = "derbyshire-opcc", **fields) -> Page:
    """A page that has never been public, with a draft somebody wrote."""
    thing = page(path, of=of, publish_at=None, **{**GOOD, **fields})
    save_draft(thing, {"summary": "What the office does, and for whom it does it."}, by)
    return thing


def changed(path: str, by, of: str = "derbyshire-opcc", **fields) -> Page:
    """A public page with a draft somebody wrote."""
    thing = page(path, of=of, **{**GOOD, **fields})
    save_draft(thing, {"summary": "What the office does, and for whom it does it."}, by)
    return thing


def ask(client, who, act: str, *things, address: str = PAGES, **more):
    """Choose rows and an act."""
    chosen = {"action": act, "_selected_action": [thing.pk for thing in things], "select_across": "0", "index": "0"}
    return signed_in(client, who).post(address, {**chosen, **more})


def hidden(answer) -> dict:
    """What the page that asks would send."""
    fields: dict = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode()):
        if name != "csrfmiddlewaretoken":
            fields.setdefault(name, []).append(html.unescape(value))
    return fields


def confirm(client, answer, **more):
    """Say yes to the page that asked; the page that comes of it."""
    return client.post(PAGES, {**hidden(answer), "confirmed": "yes", **more}, follow=True)


def told(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_nothing_happens_before_it_is_confirmed(client):
    writer, publisher = member("writer"), member("publisher")
    things = [draft_of("a/", writer), changed("b/", writer)]
    before = list(Revision.objects.order_by("pk").values())
    for act in ("submit", "publish", "withdraw", "discard", "checked"):
        assert ask(client, publisher, act, *things).status_code == 200
    assert list(Revision.objects.order_by("pk").values()) == before
    assert not Letter.objects.exists()
    assert Page.objects.get(path="a/").publish_at is None


def test_drafts_are_sent_for_review_together_and_publishers_are_told(client, django_capture_on_commit_callbacks):
    writer = member("writer")
    member("publisher", email="pat@example.org")
    things = [draft_of("a/", writer), draft_of("b/", writer)]
    asked = ask(client, writer, "submit", *things)
    assert "2 will be done" in asked.content.decode()
    assert "2 done, 0 not" in told(confirm(client, asked))
    assert Revision.objects.submitted().count() == 2
    assert Letter.objects.filter(to="pat@example.org").count() == 2


def test_drafts_of_others_are_published_together(client):
    writer, publisher = member("writer"), member("publisher")
    things = [draft_of("a/", writer), draft_of("b/", writer)]
    assert "2 done, 0 not" in told(confirm(client, ask(client, publisher, "publish", *things)))
    assert all(Page.objects.get(pk=thing.pk).is_live() for thing in things)
    assert set(Revision.objects.filter(published_at__isnull=False).values_list("approved_by", flat=True)) == {publisher.pk}


def test_nobody_publishes_their_own_words_in_a_heap(client):
    writer, publisher = member("writer"), member("publisher")
    own, other = draft_of("own/", publisher), draft_of("other/", writer)
    asked = ask(client, publisher, "publish", own, other)
    text = asked.content.decode()
    assert "1 will be done" in text
    assert "1 will be left as it is" in text
    assert "You had a hand in this version" in text
    confirm(client, asked)
    assert not Page.objects.get(pk=own.pk).is_live()
    forced = {"action": "publish", "_selected_action": own.pk, f"number-{own.pk}": working(own).number, "confirmed": "yes"}
    assert "0 done, 1 not" in told(client.post(PAGES, forced, follow=True))
    assert not Page.objects.get(pk=own.pk).is_live()


def test_a_finding_that_stops_leaves_the_row(client):
    writer, publisher = member("writer"), member("publisher")
    thing = draft_of("a/", writer, body="<p>See <a href='site:/not-there-at-all/'>the plan of the office</a>.</p>")
    text = ask(client, publisher, "publish", thing).content.decode()
    assert "This cannot be published yet" in text
    assert "confirmed" not in text


def test_a_change_of_public_text_wants_its_kind_and_a_note(client):
    writer, publisher = member("writer"), member("publisher")
    thing = changed("a/", writer)
    asked = ask(client, publisher, "publish", thing)
    unanswered = confirm(client, asked)
    assert unanswered.status_code == 422
    assert "This is needed" in unanswered.content.decode()
    without_note = confirm(client, asked, kind="correction")
    assert without_note.status_code == 422
    assert 'value="correction" id="id_kind_3" checked' in " ".join(without_note.content.decode().replace("required", "").split())
    assert "1 done" in told(confirm(client, asked, kind="correction", note="The summary named the wrong office."))
    assert Revision.objects.published_of(thing).first().change_note == "The summary named the wrong office."


def test_a_warning_of_the_checks_wants_a_reason(client):
    writer, publisher = member("writer"), member("publisher")
    thing = draft_of("a/", writer, body="<p>The the office looks after it.</p>")
    asked = ask(client, publisher, "publish", thing)
    assert confirm(client, asked).status_code == 422
    assert "1 done" in told(confirm(client, asked, accepted_because="It is a quotation."))
    assert Revision.objects.published_of(thing).first().accepted_because == "It is a quotation."


def test_pages_are_withdrawn_together_for_one_reason(client):
    publisher = member("publisher")
    things = [page("a/"), page("b/")]
    never = page("c/", publish_at=None)
    asked = ask(client, publisher, "withdraw", *things, never)
    assert "Only what is public can be withdrawn." in asked.content.decode()
    assert confirm(client, asked, because=" ").status_code == 422
    assert "2 done, 0 not" in told(confirm(client, asked, because="The office has closed."))
    assert {Page.objects.get(pk=thing.pk).withdrawal_reason for thing in things} == {"The office has closed."}


def test_drafts_are_discarded_and_stay_in_the_history(client):
    writer = member("writer")
    thing, never = changed("a/", writer), draft_of("b/", writer)
    asked = ask(client, writer, "discard", thing, never)
    assert "It has never been public" in asked.content.decode()
    assert "1 done, 0 not" in told(confirm(client, asked))
    assert not Revision.objects.of_thing(thing).open().exists()
    assert Revision.objects.of_thing(thing).count() == 2
    assert Revision.objects.of_thing(never).open().exists()


def test_pages_are_marked_as_checked_in_drafts(client):
    writer = member("writer")
    thing = page("a/", **GOOD)
    asked = ask(client, writer, "checked", thing)
    assert "nothing changes in public" in asked.content.decode()
    confirm(client, asked)
    assert Page.objects.get(pk=thing.pk).last_checked_on is None
    assert working(thing).fields["last_checked_on"] == timezone.localdate().isoformat()
    assert "It says already" in ask(client, writer, "checked", thing).content.decode()


def test_a_row_that_has_changed_since_is_left_and_said(client):
    writer, publisher = member("writer"), member("publisher")
    first, second = draft_of("a/", writer, title="The first"), draft_of("b/", writer, title="The second")
    asked = ask(client, publisher, "publish", first, second)
    save_draft(second, {"summary": "Something else altogether, written just now."}, writer)
    said = told(confirm(client, asked))
    assert "1 done, 1 not" in said
    assert "“The second”. Somebody has saved a newer version since you looked." in said
    assert Page.objects.get(pk=first.pk).is_live()
    assert not Page.objects.get(pk=second.pk).is_live()


def test_what_happened_meanwhile_to_a_row_is_asked_of_the_act_itself(client):
    publisher = member("publisher")
    thing = page("a/", title="The page")
    asked = ask(client, publisher, "withdraw", thing)
    withdraw(thing, publisher, "Somebody else was quicker.")
    assert "0 done, 1 not" in told(confirm(client, asked, because="The office has closed."))
    assert Page.objects.get(pk=thing.pk).withdrawal_reason == "Somebody else was quicker."


def test_pressing_twice_does_it_once(client):
    writer, publisher = member("writer"), member("publisher")
    asked = ask(client, publisher, "publish", draft_of("a/", writer))
    confirm(client, asked)
    assert "0 done, 1 not" in told(confirm(client, asked))
    assert Revision.objects.filter(published_at__isnull=False).count() == 1


def test_a_role_lost_between_asking_and_doing_does_nothing(client):
    from collaboration.accounts.models import Membership

    writer, publisher = member("writer"), member("publisher")
    thing = draft_of("a/", writer)
    asked = ask(client, publisher, "publish", thing)
    Membership.objects.filter(user=publisher).delete()
    confirm(client, asked)
    assert not Page.objects.get(pk=thing.pk).is_live()


def test_rows_of_another_office_are_as_if_absent(client):
    theirs_by = member("writer", "leicestershire-opcc")
    theirs = draft_of("theirs/", theirs_by, of="leicestershire-opcc", title="Canary")
    ours = draft_of("ours/", member("writer"))
    publisher = member("publisher")
    for act in ("submit", "publish", "withdraw", "discard", "checked"):
        text = ask(client, publisher, act, ours, theirs).content.decode()
        assert "Canary" not in text
        forced = {"action": act, "_selected_action": theirs.pk, f"number-{theirs.pk}": working(theirs).number, "confirmed": "yes", "because": "x"}
        assert "Canary" not in client.post(PAGES, forced, follow=True).content.decode()
    assert Revision.objects.of_thing(theirs).open().filter(submitted_at=None).count() == 1
    assert Page.objects.get(pk=theirs.pk).publish_at is None


@pytest.mark.parametrize(("role", "acts"), [("writer", {"submit", "discard", "checked"}), ("publisher", {"submit", "publish", "withdraw", "discard", "checked"}), ("manager", set())])
def test_each_role_is_offered_what_it_may_do(client, role, acts):
    page("a/", of="derbyshire-opcc")
    text = signed_in(client, member(role)).get(PAGES).content.decode()
    assert set(re.findall(r'<option value="(\w+)">', text)) == acts


def test_an_act_that_a_role_may_not_do_is_not_done(client):
    writer = member("writer")
    thing = page("a/")
    ask(client, writer, "withdraw", thing, confirmed="yes", because="No.", **{f"number-{thing.pk}": 0})
    assert Page.objects.get(pk=thing.pk).is_live()


def test_more_than_two_hundred_are_refused_in_a_sentence(client):
    for number in range(201):
        page(f"many-{number}/")
    publisher = member("publisher")
    answer = signed_in(client, publisher).post(PAGES, {"action": "withdraw", "_selected_action": Page.objects.last().pk, "select_across": "1", "index": "0"}, follow=True)
    assert "At most 200 at once" in told(answer)


def test_all_pages_of_a_list_can_be_chosen_at_once_as_filtered(client):
    for number in range(60):
        page(f"many-{number}/", title=f"Zebra {number}")
    other = page("other/", title="Another")
    asked = ask(client, member("publisher"), "withdraw", Page.objects.get(path="many-0/"), address=f"{PAGES}?q=Zebra", select_across="1")
    assert len(hidden(asked)["_selected_action"]) == 60
    answer = confirm(client, asked, because="They are over.")
    assert answer.redirect_chain[-1][0] == f"{PAGES}?q=Zebra"
    assert Page.objects.filter(withdrawn_at__isnull=False).count() == 60
    assert Page.objects.get(pk=other.pk).is_live()


@pytest.mark.parametrize("chosen", [["x"], ["-1"], ["9" * 30], ["1; DROP TABLE"], ["²"], [""]])
def test_what_is_no_row_is_no_error(client, chosen):
    page("a/")
    answer = signed_in(client, administrator()).post(PAGES, {"action": "withdraw", "_selected_action": chosen, "index": "0"}, follow=True)
    assert answer.status_code == 200


def test_a_list_of_releases_has_no_checking_of_pages(client):
    thing = release("a")
    answer = ask(client, member("publisher"), "checked", thing, address="/admin/collaboration/pressrelease/", confirmed="yes")
    assert answer.status_code == 302
    assert not Revision.objects.of_thing(thing).exists()


def test_the_way_back_stays_at_the_desk(client):
    writer, publisher = member("writer"), member("publisher")
    asked = ask(client, publisher, "publish", draft_of("a/", writer))
    fields = {**hidden(asked), "confirmed": "yes", "list": "//evil.example/\r\nSet-Cookie: x=1"}
    assert client.post(PAGES, fields)["Location"] == PAGES
