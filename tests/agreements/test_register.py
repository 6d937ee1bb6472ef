"""The register as a list, a matrix and a timeline: one question, one answer, kept in the address."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.agreements import views
from collaboration.agreements.models import Agreement, State
from collaboration.publishers.models import Force
from tests import making
from tests.html import read

pytestmark = pytest.mark.django_db
VIEWS = ("", "matrix/", "timeline/")


def forces(*slugs: str) -> list[Force]:
    return list(Force.objects.filter(slug__in=slugs))


def titles(client, query: str = "", view: str = "") -> list[str]:
    """The slugs of the agreements of a page, in its order."""
    return [one.slug for one in client.get(f"/agreements/{view}{query}").context["found"]]


def test_an_end_date_that_has_passed_stands_apart(client):
    shown = client.get("/agreements/").content.decode()
    apart, rest = shown.split('id="group-regional"')
    assert "Custody" in apart
    assert "/agreements/criminal-justice-service-custody/" not in rest


@pytest.mark.parametrize("view", ["", "matrix/"])
@pytest.mark.parametrize("sort", ["", "title", "function", "start", "-start", "end", "-end", "state"])
def test_whatever_the_order_what_has_passed_stands_together_and_what_is_over_comes_last(client, view, sort):
    making.agreement("over", title="A", ended_on=date(2020, 1, 1))
    making.agreement("replaced", title="B", successor=making.agreement("running", title="C", starts_on=date(2020, 1, 1)))
    states = [one.state for one in client.get(f"/agreements/{view}?sort={sort}").context["found"]]
    apart = [number for number, state in enumerate(states) if state == State.DATE_PASSED]
    assert apart == list(range(apart[0], apart[0] + 2))
    assert {states.pop(), states.pop()} == {State.ENDED, State.SUPERSEDED}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", "abc"), ("function", "bca"), ("start", "cab"), ("-start", "acb"), ("end", "bac"), ("-end", "abc"),
    ],
)  # fmt: skip
def test_agreements_are_sorted_and_what_is_not_known_comes_last(client, sort, order):
    making.agreement("a", title="Aa", function="zz mark", signed_on="2019-05", ends_on=date(2091, 1, 1))
    making.agreement("b", title="bb", function="Xx mark", ends_on=date(2090, 1, 1))
    making.agreement("c", title="Cc", function="yy mark", starts_on=date(2018, 1, 1))
    found = titles(client, f"?sort={sort}")
    expected = sorted("abc", key=order.index)
    if sort == "-end":
        expected = ["a", "b", "c"]
    assert [slug for slug in found if slug in "abc"] == expected


def test_any_of_and_all_of_several_forces(client):
    making.agreement("both").parties.set(forces("derbyshire", "lincolnshire"))
    making.agreement("one").parties.set(forces("derbyshire"))
    making.agreement("neither").parties.set(forces("nottinghamshire"))
    asked = "?force=lincolnshire&force=derbyshire"
    assert {"both", "one"} <= set(titles(client, asked))
    assert "neither" not in titles(client, asked)
    assert {"both", "one", "neither"} & set(titles(client, f"{asked}&match=all")) == {"both"}


def test_all_five_forces_can_be_asked_for_together(client):
    every = "&".join(f"force={force.slug}" for force in Force.objects.all())
    found = client.get(f"/agreements/?{every}&match=all").context["found"]
    assert found
    assert all(len(one.force_slugs.split(",")) == 5 for one in found)


def test_a_year_finds_what_was_signed_or_started_in_it_and_each_of_two_that_sources_give(client):
    making.agreement("started", starts_on=date(2001, 5, 1))
    making.agreement("signed", signed_on="2001-02-03")
    making.agreement("disputed", signed_on="1999 or 2001-04")
    making.agreement("ends-then", ends_on=date(2001, 1, 1))
    assert set(titles(client, "?year=2001")) == {"started", "signed", "disputed"}
    assert titles(client, "?year=1999") == ["disputed"]
    assert '<option value="1999">' in client.get("/agreements/").content.decode()


def test_what_is_shared_can_be_chosen_from_what_there_is(client):
    assert '<option value="Custody">' in client.get("/agreements/").content.decode()
    assert titles(client, "?function=Custody") == ["criminal-justice-service-custody"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_question_goes_along_from_view_to_view_and_into_the_files(client, view):
    asked = "?force=derbyshire&force=lincolnshire&match=all&scope=national&sort=-start"
    seen = read(client.get(f"/agreements/{view}{asked}").content.decode())
    assert {f"/agreements/{other}{asked}" for other in (*VIEWS, "agreements.csv", "agreements.json", "agreements.ods")} <= set(seen.links)


def test_each_thing_applied_is_a_link_that_takes_it_away(client):
    seen = read(client.get("/agreements/?force=derbyshire&scope=national").content.decode())
    assert "Force: Derbyshire" in seen.text
    assert {"/agreements/?scope=national", "/agreements/?force=derbyshire"} <= set(seen.links)
    two = read(client.get("/agreements/?force=derbyshire&force=lincolnshire&match=all").content.decode())
    assert "All of: Derbyshire" in two.text
    assert "/agreements/?force=lincolnshire" in two.links


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ["year=abc", "year=99999999999", "scope=lunar", "force=<b>", "state=%00", "function=%00", "sort=up", "match=some&scope=lunar"])
def test_what_cannot_be_read_is_named_narrows_nothing_and_is_not_repeated(client, view, query):
    answer = client.get(f"/agreements/{view}?{query}")
    seen = read(answer.content.decode())
    assert answer.context["number"] == answer.context["total"]
    assert "We could not read part of the question" in seen.text
    assert "Narrowed by" not in seen.text
    assert "lunar" not in seen.text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", ["force=derbyshire&state=ended", "function=Nothing+of+the+kind", "year=1900", "state=superseded&scope=national&year=2016"])
def test_an_empty_result_says_what_to_try(client, view, query):
    seen = read(client.get(f"/agreements/{view}?{query}").content.decode())
    assert "No agreement fits all of that" in seen.text
    assert "as a file" not in seen.text
    assert f"/agreements/{view}" in seen.links


def test_the_matrix_has_a_row_for_every_agreement_and_counts_each_force(client):
    making.agreement("lone", starts_on=date(2026, 1, 1)).parties.add(making.publisher().force)
    before = client.get("/agreements/matrix/?force=derbyshire").context
    assert before["sums"][0] == len(before["found"])
    seen = read(client.get("/agreements/matrix/").content.decode())
    assert "/agreements/lone/" in seen.links
    assert titles(client, view="matrix/") == titles(client)


def test_the_matrix_of_a_force_shows_what_concerns_it_and_marks_its_own_column(client):
    shown = client.get("/northamptonshire-police/agreements/matrix/").content.decode()
    assert "gateway-shared-service" not in shown
    assert 'class="matrix__force matrix__own"><span>Northamptonshire' in shown


def test_the_timeline_has_every_published_date_and_names_what_has_none(client):
    making.agreement("full", title="Full", signed_on="2019-12", starts_on=date(2020, 1, 1), ends_on=date(2025, 1, 1), extended_until=date(2095, 6, 1))
    shown = client.get("/agreements/timeline/")
    events = [(event.when, event.what) for year in shown.context["years"] for event in year.events if event.agreement.slug == "full"]
    assert events == [("December 2019", "Signed"), ("1 January 2020", "Starts"), ("1 January 2025", "First agreed to end"), ("1 June 2095", "Extended until this day")]
    seen = read(shown.content.decode())
    assert "(still to come)" in seen.text
    assert str(State.DATE_PASSED.label) in seen.text
    with_date = {event.agreement.slug for year in shown.context["years"] for event in year.events}
    assert len(with_date) + shown.context["undated_number"] == shown.context["total"]
    assert "/agreements/legal-services/" in seen.links


@pytest.mark.parametrize("view", VIEWS)
def test_a_long_register_comes_in_pages_of_one_order(client, visited, view, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(views, "PER_PAGE", 3)
    with django_assert_max_num_queries(8):
        first = client.get(f"/agreements/{view}?scope=national")
    second = client.get(f"/agreements/{view}?scope=national&page=2")
    assert "?scope=national&page=2" in read(first.content.decode()).links
    assert list(first.context["pages"].object_list) != list(second.context["pages"].object_list)
    assert first.context["number"] == 7
    for wrong in ("x", "0", "99", "9999999999999999"):
        assert client.get(f"/agreements/{view}?page={wrong}").status_code == 404


@pytest.mark.parametrize("word", ["matrix", "timeline", "columns", "shares", "between", "documents"])
def test_no_agreement_takes_the_address_of_a_page_of_the_register(word):
    with pytest.raises(ValidationError, match="page of the register"):
        making.agreement(word).clean()


@pytest.mark.parametrize("view", VIEWS)
def test_an_embargoed_agreement_is_neither_shown_nor_counted_nor_offered_as_a_choice(client, view):
    before = client.get(f"/agreements/{view}").context
    hidden = making.agreement("quokka", title="Quokka", function="Wombatry", signed_on="1987", ends_on=date(2090, 1, 1), publish_at=timezone.now() + making.hours(1))
    hidden.parties.set(Force.objects.all())
    for query in ("", "?year=1987", "?function=Wombatry", "?force=derbyshire"):
        assert b"quokka" not in client.get(f"/agreements/{view}{query}").content.lower()
    assert b"Wombatry" not in client.get(f"/agreements/{view}").content
    after = client.get(f"/agreements/{view}").context
    assert (after["total"], after.get("sums")) == (before["total"], before.get("sums"))
    Agreement.objects.filter(slug="quokka").update(publish_at=timezone.now())
    assert b"Quokka" in client.get(f"/agreements/{view}").content


def test_a_successor_under_embargo_does_not_show_in_the_state_of_what_it_will_replace(client):
    coming = making.agreement("coming", title="Wombat", publish_at=timezone.now() + making.hours(1))
    making.agreement("standing", starts_on=date(2020, 1, 1), successor=coming)
    shown = client.get("/agreements/standing/").content.decode()
    assert "Wombat" not in shown
    assert str(State.SUPERSEDED.label) not in shown
    assert "standing" in titles(client, "?state=in-force")
    assert "standing" not in titles(client, "?state=superseded")
    Agreement.objects.filter(pk=coming.pk).update(publish_at=timezone.now())
    assert "standing" in titles(client, "?state=superseded")
    assert "Wombat" in client.get("/agreements/standing/").content.decode()
