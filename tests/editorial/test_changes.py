"""What the public is told of changes: on the page, in the history behind it, and by the feed. And what it is not."""

import re
from collections import Counter
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.editorial.changes import corrections_of
from collaboration.editorial.drafting import Refused, save_draft
from collaboration.editorial.models import Publishable
from collaboration.editorial.public_history import hide_differences
from collaboration.editorial.publishing import publish, put_in_what_is_due, withdraw
from collaboration.editorial.revisions import Revision
from collaboration.models import Agreement, MediaContact, Page, PressRelease, Unit
from tests.desk import administrator, member, signed_in
from tests.html import read
from tests.making import agreement, hours, page, publisher, release
from tests.test_markup import nu

pytestmark = pytest.mark.django_db
CANARY = "quaggacanary"
ATOM = "{http://www.w3.org/2005/Atom}"
# Drafted, and not told: an address has its redirect, and the rest no reader sees.
NOT_TOLD = {Page: {"path", "show_chapters", "order", "owner"}, PressRelease: {"slug"}, Unit: {"slug", "order"}, Agreement: {"slug", "order"}}


@pytest.fixture(autouse=True)
def _no_checks_before_publishing(monkeypatch):
    """They have tests of their own, and would want more of these texts than is told here."""
    monkeypatch.setattr("collaboration.editorial.proofs.every_check", dict)


@pytest.fixture
def writer():
    return administrator("writer@example.org", name="Wanda Canarywriter")


@pytest.fixture
def boss():
    return administrator("boss@example.org", name="Boris Canaryboss")


@pytest.fixture
def change(writer, boss):
    """Changes something public, by two people."""

    def change(thing, kind="correction", note="We had the day wrong.", at=None, **fields):
        draft = save_draft(thing, fields, writer, why=f"{CANARY} inside")
        publish(draft, boss, at, kind=kind, note_to_public=note, accepted_because="As it should be.")
        draft.refresh_from_db()
        return draft

    return change


def ago(revision: Revision, **time) -> None:
    """Make a version look as if it had been published earlier."""
    Revision.objects.filter(pk=revision.pk).update(published_at=timezone.now() - timedelta(**time))


def html(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def marked(shown: str, mark: str) -> list[str]:
    """The words a page marks as gone (del) or new (ins), without those for the ear."""
    return [re.sub(r"<span.*?</span>", "", words) for words in re.findall(rf"<{mark}>(.*?)</{mark}>", shown, re.S)]


def band(shown: str) -> str:
    found = re.search(r'<section class="corrections".*?</section>', shown, re.S)
    return found[0] if found else ""


def entries(client, site: str = "/derbyshire-opcc/"):
    answer = client.get(f"{site}news/feed/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def titles(client, site: str = "/derbyshire-opcc/") -> list[str]:
    return [one.findtext(f"{ATOM}title") for one in entries(client, site)]


# On the page


@pytest.mark.parametrize("kind", ["update", "clarification", "correction"])
def test_a_change_is_told_on_the_page_with_its_date_and_its_note_above_the_text(client, change, kind):
    row = release(body="<p>The suite opened on Monday.</p>")
    change(row, kind, body="<p>The suite opened on Tuesday.</p>")
    shown = html(client, row.get_absolute_url())
    told = read(band(shown)).text
    assert f"{kind.capitalize()}, {timezone.localdate():%-d %B %Y} We had the day wrong." in told
    assert shown.index('class="corrections"') < shown.index("opened on")
    assert f'href="{row.get_absolute_url()}history/"' in band(shown)


def test_a_typing_error_makes_no_band_but_leads_to_the_history(client, change):
    row = release()
    change(row, "typo", "", body="<p>A better text.</p>")
    shown = html(client, row.get_absolute_url())
    assert band(shown) == ""
    assert f'href="{row.get_absolute_url()}history/"' in shown


def test_what_never_changed_has_neither_band_nor_link(client):
    shown = html(client, release().get_absolute_url())
    assert "corrections" not in shown
    assert "/history/" not in shown


def test_the_newest_change_stands_first_and_the_sixth_is_only_counted(client, change):
    row = release()
    for number in range(7):
        ago(change(row, note=f"Note {number}.", body=f"<p>Text {number}.</p>"), minutes=30 - number)
    told = read(band(html(client, row.get_absolute_url()))).text
    assert [number for number in range(7) if f"Note {number}." in told] == [2, 3, 4, 5, 6]
    assert told.index("Note 6.") < told.index("Note 2.")
    assert "2 earlier changes are told there" in told


@pytest.mark.parametrize("make", [release, page, agreement, lambda: Unit.objects.get(slug="emsou")], ids=["release", "page", "agreement", "unit"])
def test_every_kind_of_thing_has_the_band_the_link_and_the_history(client, change, make):
    row = make()
    change(row, body="<p>Words that came.</p>")
    shown = html(client, row.get_absolute_url())
    assert "We had the day wrong." in band(shown)
    assert "Words that came" in "".join(marked(html(client, f"{row.get_absolute_url()}history/"), "ins"))


@pytest.mark.parametrize("make", [release, page, agreement], ids=["release", "page", "agreement"])
def test_the_band_costs_no_query(client, change, make):
    row = make()
    # In a transaction that has written revisions nothing made from them is held, so it is one change beside eleven.
    change(row, note="The first.", body="<p>The first text.</p>")
    client.get(row.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        client.get(row.get_absolute_url())
    for number in range(10):
        change(row, note=f"Note {number}.", body=f"<p>Text {number}.</p>")
    with CaptureQueriesContext(connection) as after:
        assert "Note 9." in html(client, row.get_absolute_url())
    assert len(after) == len(before)


def test_a_thing_read_in_any_way_knows_the_same_changes(change):
    row = release()
    change(row, "correction", body="<p>One.</p>")
    change(row, "typo", "", body="<p>Two.</p>")
    change(row, "update", "More.", body="<p>Three.</p>")
    with_column = corrections_of(PressRelease.objects.select_related("publisher").get_live(pk=row.pk))
    assert with_column == corrections_of(PressRelease.objects.get(pk=row.pk))
    assert [(one.kind, one.note) for one in with_column] == [("update", "More."), ("correction", "We had the day wrong.")]


def test_a_shared_record_leads_to_its_history_on_the_site_it_is_read_on(client, change):
    row = Unit.objects.get(slug="emsou")
    change(row, summary="Said otherwise.")
    assert 'href="/derbyshire-opcc/units/emsou/history/"' in html(client, "/derbyshire-opcc/units/emsou/")
    shown = html(client, "/derbyshire-opcc/units/emsou/history/")
    assert 'href="/derbyshire-opcc/units/emsou/"' in shown
    assert 'rel="canonical" href="http://testserver/units/emsou/history/"' in shown


# The history


def test_the_history_shows_each_version_word_by_word_under_the_names_of_its_fields(client, change):
    row = release(body="<p>The suite opened on Monday in Derby.</p>", headline="A suite opened")
    change(row, body="<p>The suite opened on Tuesday in Derby.</p>", headline="A custody suite opened")
    shown = html(client, f"{row.get_absolute_url()}history/")
    assert marked(shown, "del") == ["Monday"]
    assert marked(shown, "ins") == ["custody", "Tuesday"]
    text = read(shown).text
    assert text.index("Correction,") < text.index("We had the day wrong.") < text.index("Headline") < text.index("Published,")


def test_dates_choices_and_chosen_records_are_told_in_words(client, change):
    row = agreement(starts_on="2020-01-02")
    emsou, other = Unit.objects.get(slug="emsou"), Unit.objects.exclude(slug="emsou").live().first()
    change(row, units=[emsou.pk], signed_on="2011-09")
    change(row, starts_on="2021-03-04", scope="national", units=[other.pk], parties_not_stated=True, signed_on="2011-10")
    newest = html(client, f"{row.get_absolute_url()}history/").split('<section class="version"')[1]
    gone, came = marked(newest, "del"), marked(newest, "ins")
    assert {"2 January 2020", "Regional", "No", "September 2011", emsou.name.replace("&", "&amp;")} <= set(gone)
    assert {"4 March 2021", "National", "Yes", "October 2011", other.name.replace("&", "&amp;")} <= set(came)


def test_a_page_with_a_band_its_history_and_a_newsroom_with_a_feed_are_valid(client, change, tmp_path):
    row = release()
    change(row, body="<h2>New</h2><p>a &lt; b</p>", units=[Unit.objects.live().first().pk])
    change(row, "typo", "", headline="Said \"otherwise\" & so")
    for number, address in enumerate([row.get_absolute_url(), f"{row.get_absolute_url()}history/", "/derbyshire-opcc/news/"]):
        shown = html(client, address)
        assert [name for name, count in Counter(read(shown).ids).items() if count > 1] == []
        (tmp_path / f"{number}.html").write_text(shown)
    assert nu(tmp_path) == []


def test_a_history_of_what_never_changed_says_when_it_came_out(client):
    text = read(html(client, f"{release().get_absolute_url()}history/")).text
    assert "Published," in text


def test_a_history_is_not_for_search_engines(client):
    assert client.get(f"{release().get_absolute_url()}history/").headers["X-Robots-Tag"] == "noindex"


def test_long_histories_come_in_pages_and_the_last_version_of_a_page_is_compared_too(client, change):
    row = release()
    first = change(row, body="<p>Text 0.</p>")
    made = [
        Revision(publisher=row.publisher, thing=row, number=first.number + n, title="T", fields={**first.fields, "body": f"<p>Text {n}.</p>"},
                 published_at=timezone.now(), change_kind="update", change_note=f"Note {n}.")
        for n in range(1, 60)
    ]  # fmt: skip
    Revision.objects.bulk_create(made)
    one, two = (html(client, f"{row.get_absolute_url()}history/?page={number}") for number in (1, 2))
    assert one.count('<section class="version"') == 50
    assert marked(one, "ins")[-1] == "10"
    assert marked(two, "ins")[0] == "9"
    assert two.count('<section class="version"') == 11
    assert client.get(f"{row.get_absolute_url()}history/?page=3").status_code == 404
    assert read(one).title != read(two).title


def test_a_history_with_everything_changed_needs_no_more_than_nine_queries(client, change):
    row = release()
    contact = MediaContact.objects.create(key="press", publisher=publisher(), name="Press team", email="press@example.org")
    change(row, units=list(Unit.objects.live().values_list("pk", flat=True)[:5]), media_contacts=[contact.pk], agreements=list(Agreement.objects.values_list("pk", flat=True)[:5]))
    with CaptureQueriesContext(connection) as queries:
        assert "Press team" in html(client, f"{row.get_absolute_url()}history/")
    assert len(queries) <= 9


def test_a_page_that_stands_where_a_history_would_be_is_the_page(client, change):
    above = page("about-it/")
    change(above, body="<p>Words that came.</p>")
    address = f"{above.get_absolute_url()}history/"
    assert "Words that came" in html(client, address)
    below = page("about-it/history/", title="The history of it", publish_at=timezone.now() + hours(1))
    assert "Words that came" in html(client, address)
    Page.objects.filter(pk=below.pk).update(publish_at=timezone.now() - hours(1))
    assert "The history of it" in html(client, address)


@pytest.mark.parametrize("path", ["not-there/history/", "history/", "news/not-there/history/", "units/not-there/history/", "agreements/not-there/history/"])
def test_there_is_no_history_of_what_is_not_there(client, path):
    assert client.get(f"/derbyshire-opcc/{path}").status_code == 404


# What the public is not told


def every_place(client, row) -> str:
    """All that is said in public of a release: its page, its history, the newsroom and the feeds."""
    root = row.publisher.root
    addresses = [row.get_absolute_url(), f"{row.get_absolute_url()}history/", f"{root}news/", f"{root}news/feed/", "/news/", "/news/feed/"]
    return "".join(client.get(address).content.decode() for address in addresses)


def test_neither_a_draft_nor_a_change_to_come_nor_who_wrote_it_is_told(client, change, writer):
    row = release()
    change(row, body="<p>Words that came.</p>")
    change(row, note=f"{CANARY} note", at=timezone.now() + hours(1), body=f"<p>{CANARY} scheduled</p>")
    save_draft(row, {"body": f"<p>{CANARY} draft</p>", "headline": f"{CANARY} headline"}, writer)
    told = every_place(client, row)
    assert "Words that came" in told
    assert CANARY not in told
    assert "Wanda" not in told
    assert "Boris" not in told


def test_a_change_to_come_is_told_from_its_moment_on(client, change):
    row = release()
    change(row, note="It came.", at=timezone.now() + hours(1), body="<p>Words that came.</p>")
    Revision.objects.filter(due_at__isnull=False).update(due_at=timezone.now() - timedelta(seconds=1))
    assert put_in_what_is_due() == 1
    assert "It came." in band(html(client, row.get_absolute_url()))
    assert "Correction: Headline of a-release" in titles(client)


def test_a_version_dated_in_the_future_is_nowhere_whatever_wrote_it_there(client, change):
    row = release()
    ago(change(row, note=f"{CANARY} note", body=f"<p>{CANARY}</p>"), minutes=-60)
    # The text itself is the row's, and public; a feed holds it escaped.
    told = every_place(client, row).replace(f"<p>{CANARY}</p>", "").replace(f"&lt;p&gt;{CANARY}&lt;/p&gt;", "")
    assert CANARY not in told


def test_an_embargoed_release_has_no_history_and_no_entry(client, writer, boss):
    draft = save_draft(release("secret", publish_at=None, headline=CANARY), {"body": f"<p>{CANARY}</p>"}, writer)
    publish(draft, boss, timezone.now() + hours(1), accepted_because="As it should be.")
    row = PressRelease.objects.get(slug="secret")
    assert client.get(f"{row.get_absolute_url()}history/").status_code == 404
    assert CANARY not in every_place(client, row)


def test_the_name_of_a_record_that_is_not_public_is_not_told_when_it_comes_or_goes(client, change):
    row = agreement("has-history")
    secret = agreement("secret", title=f"Secret {CANARY}", publish_at=timezone.now() + hours(1))
    unit = Unit.objects.create(publisher=publisher("programme"), slug=f"unit-{CANARY}", name=f"Unit {CANARY}", kind="unit", summary="A summary.", publish_at=None)
    change(row, units=[unit.pk], successor=secret.pk, function="Custody")
    change(row, units=[], successor=None, function="Forensics")
    shown = html(client, f"{row.get_absolute_url()}history/")
    assert "Forensics" in marked(shown, "ins")
    assert CANARY not in shown
    Unit.objects.filter(pk=unit.pk).update(publish_at=timezone.now() - hours(1))
    assert shown.count("Unit ") < html(client, f"{row.get_absolute_url()}history/").count(f"Unit {CANARY}") + shown.count("Unit ")


def test_a_withdrawn_record_is_not_named(client, change):
    row = release()
    unit = Unit.objects.live().first()
    change(row, units=[unit.pk])
    assert unit.name.replace("&", "&amp;") in marked(html(client, f"{row.get_absolute_url()}history/"), "ins")
    Unit.objects.filter(pk=unit.pk).update(withdrawn_at=timezone.now(), withdrawal_reason="Gone.")
    assert unit.name.replace("&", "&amp;") not in marked(html(client, f"{row.get_absolute_url()}history/"), "ins")


def test_a_name_in_double_brackets_is_neither_answered_nor_spelt_out(client, change):
    row = page()
    change(row, body=f"<p>About [[fact {CANARY}]] people.</p><p>[[unit unit-{CANARY}]]</p>")
    text = read(html(client, f"{row.get_absolute_url()}history/")).text
    assert CANARY not in text
    assert "[[" not in text
    assert "About (a figure from the records) people." in text


def test_fields_that_no_reader_sees_are_not_told(client, change):
    row = page(owner="Head of Canaries")
    change(row, owner=CANARY, order=77, title="A new title")
    shown = html(client, f"{row.get_absolute_url()}history/")
    assert CANARY not in shown
    assert "Head of Canaries" not in shown
    assert "A new title" in read(shown).text


@pytest.mark.parametrize("model", NOT_TOLD, ids=lambda model: model.__name__)
def test_every_drafted_field_is_told_or_listed_here_as_not_told(model):
    assert set(model.told_fields) | NOT_TOLD[model] == set(model.drafted_fields)
    assert not set(model.told_fields) & NOT_TOLD[model]


@pytest.mark.parametrize("model", Publishable.__subclasses__(), ids=lambda model: model.__name__)
def test_nothing_is_told_that_is_not_in_a_version(model):
    assert set(model.told_fields) <= set(model.drafted_fields)


def test_what_is_withdrawn_has_no_history_and_no_entry(client, change, boss):
    row = release(headline=f"Headline {CANARY}")
    change(row, body="<p>Words that came.</p>")
    withdraw(row, boss, "It named a victim.")
    for address in (row.get_absolute_url(), f"{row.get_absolute_url()}history/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Words that came" not in answer.content.decode()
    assert [title for title in titles(client) if CANARY in title] == []


def test_words_from_before_a_withdrawal_stay_away_when_it_is_published_again(client, change, writer, boss):
    row = release(body=f"<p>{CANARY} lives at number 5.</p>")
    change(row, note=f"{CANARY} note", body=f"<p>{CANARY} lives at number 7.</p>")
    withdraw(row, boss, "It named a victim.")
    publish(save_draft(row, {"body": "<p>Nobody is named.</p>"}, writer), boss, accepted_because="As it should be.")
    change(row, body="<p>Nobody is named here.</p>")
    told = every_place(client, row)
    assert CANARY not in told
    assert "We had the day wrong." in told


def test_an_administrator_hides_words_in_a_version_and_in_all_before_it(client, change, boss):
    row = release(body=f"<p>{CANARY} lives at number 5. It rained.</p>", headline="One")
    change(row, "update", "The weather.", body=f"<p>{CANARY} lives at number 5. It snowed.</p>", headline="Two")
    hidden = change(row, body="<p>It snowed.</p>")
    change(row, "update", "The sun.", body="<p>It snowed and shone.</p>")
    address = f"{row.get_absolute_url()}history/"
    assert CANARY in html(client, address)
    hide_differences(hidden, boss, "It named a private person.")
    shown = html(client, address)
    assert CANARY not in shown
    assert shown.count("Words are withheld here: It named a private person.") == 2
    assert "and shone" in marked(shown, "ins")
    assert "Two" in marked(shown, "ins")
    hide_differences(hidden, boss, "")
    assert CANARY in html(client, address)


def test_nobody_but_an_administrator_hides_differences(change):
    revision = change(release(), body="<p>Words that came.</p>")
    for role in ("writer", "publisher", "manager"):
        with pytest.raises(Refused):
            hide_differences(revision, member(role), "Because.")
    revision.refresh_from_db()
    assert revision.differences_hidden_because == ""


def desk_history(row) -> str:
    return f"/admin/collaboration/pressrelease/{row.pk}/history/"


def test_the_desk_offers_an_administrator_to_hide_words_and_does_it(client, change, boss):
    row = release(body=f"<p>{CANARY} lives here.</p>")
    revision = change(row, body="<p>Nobody lives here.</p>")
    signed_in(client, boss)
    assert "Reason, for the public to read" in html(client, f"{desk_history(row)}?from=1&to={revision.number}")
    assert client.post(desk_history(row), {"hide": revision.number, "because": "It named a private person."}).status_code == 302
    shown = html(client, f"{row.get_absolute_url()}history/")
    assert CANARY not in shown
    assert "It named a private person." in shown
    assert client.post(desk_history(row), {"hide": "999"}).status_code == 404


@pytest.mark.parametrize("role", ["writer", "publisher", "manager"])
def test_the_desk_neither_offers_nor_lets_anybody_else_hide_words(client, change, role):
    row = release()
    revision = change(row, body="<p>Words that came.</p>")
    signed_in(client, member(role))
    assert "hide-because" not in html(client, f"{desk_history(row)}?from=1&to={revision.number}")
    assert client.post(desk_history(row), {"hide": revision.number, "because": "Because."}).status_code == 403
    assert "Words that came" in html(client, f"{row.get_absolute_url()}history/")


def test_what_somebody_wrote_is_no_markup_in_history_band_or_feed(client, change):
    row = release(headline="Fish & <b>chips</b>")
    change(row, note="<script>alert(1)</script> & so", headline="Fish & <i>peas</i>", summary="1 < 2 & so")
    told = every_place(client, row)
    assert "<script>alert" not in told
    assert "<b>chips" not in told
    assert "<i>peas" not in told
    # A feed reader takes a summary for HTML, so it is escaped once more than the XML around it asks.
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so" in [one.findtext(f"{ATOM}summary") for one in entries(client)]


# The feed


def test_the_feed_of_a_site_has_its_own_releases_and_the_programme_s_has_everybody_s(client):
    release("ours", headline="Ours")
    release("theirs", of="leicestershire-opcc", headline="Theirs")
    assert "Ours" in titles(client)
    assert "Theirs" not in titles(client)
    assert {"Ours", "Theirs"} <= set(titles(client, "/"))


def test_a_correction_is_an_entry_of_its_own_and_moves_the_date_of_its_release(client, change):
    row = release(headline="A suite opened")
    change(row, body="<p>Words that came.</p>")
    ours = {one.findtext(f"{ATOM}title"): one for one in entries(client)}
    told, original = ours["Correction: A suite opened"], ours["A suite opened"]
    assert told.findtext(f"{ATOM}summary") == "We had the day wrong."
    assert told.findtext(f"{ATOM}updated") == original.findtext(f"{ATOM}updated") > original.findtext(f"{ATOM}published")
    link = told.find(f"{ATOM}link").get("href")
    assert link.startswith(f"http://testserver{row.get_absolute_url()}#")
    assert f'id="{link.partition("#")[2]}"' in html(client, row.get_absolute_url())


def test_a_typing_error_is_no_news(client, change):
    row = release()
    change(row, "typo", "", body="<p>A better text.</p>")
    (entry,) = [one for one in entries(client) if one.findtext(f"{ATOM}title") == row.headline]
    assert entry.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}published")


def test_a_correction_of_an_old_release_is_news_though_forty_came_since(client, change):
    row = release("old", headline="An old one", publish_at=timezone.now() - timedelta(days=900))
    for number in range(45):
        release(f"r{number}", publish_at=timezone.now() - hours(number + 2))
    change(row, body="<p>Words that came.</p>")
    found = titles(client)
    assert found[0] == "Correction: An old one"
    assert len(found) == 40
    assert "An old one" not in found


def test_every_entry_has_a_lasting_name_of_its_own_a_date_and_a_body_for_author(client, change):
    row = release()
    for number in range(3):
        change(row, note=f"Note {number}.", body=f"<p>Text {number}.</p>")
    found = entries(client, "/")
    names = [one.findtext(f"{ATOM}id") for one in found]
    assert len(set(names)) == len(names)
    assert all(name.startswith("tag:localhost,2026:release/") for name in names)
    assert all(one.findtext(f"{ATOM}updated") and one.findtext(f"{ATOM}author/{ATOM}name") for one in found)


def test_the_newsroom_tells_feed_readers_and_people_where_its_feed_is(client):
    shown = html(client, "/derbyshire-opcc/news/")
    assert 'rel="alternate" type="application/atom+xml"' in shown
    assert shown.count('href="/derbyshire-opcc/news/feed/"') == 2


def test_more_releases_and_changes_cost_a_feed_no_more_queries(client, visited, change):
    for number in range(30):
        change(release(f"r{number}"), body="<p>Words that came.</p>")
    with CaptureQueriesContext(connection) as queries:
        entries(client)
    assert len(queries) <= 6


def test_an_empty_newsroom_has_an_empty_feed(client):
    PressRelease.objects.update(publish_at=None)
    assert entries(client) == []


def test_the_feed_answers_readers_only(client):
    assert client.post("/derbyshire-opcc/news/feed/").status_code == 405


def test_no_release_may_stand_where_the_feed_is():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="newsroom"):
        PressRelease(publisher=publisher(), slug="feed", headline="H", summary="S", body="B").full_clean()
