"""The interface for programs: what it answers, to whom, and what it never tells."""

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from collaboration.agreements.models import Agreement
from collaboration.publishers.models import Force, Publisher
from collaboration.redirects.models import MissingAddress
from tests import making
from tests.html import read

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
LISTS = ("forces", "publishers", "units", "agreements", "releases")
RECORDS = ("forces/derbyshire/", "publishers/derbyshire-opcc/", "units/emsou/", "agreements/npas/")


def asked(client, path: str, status: int = 200) -> dict:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, (path, answer.content)
    return json.loads(answer.content)


def slugs(client, path: str) -> list[str]:
    return [one["slug"] for one in asked(client, path)["results"]]


# What it says


def test_it_begins_with_where_the_lists_are(client):
    start = asked(client, "")
    assert set(start) == {*LISTS, "openapi", "guide"}
    assert all(client.get(address.removeprefix("http://testserver")).status_code == 200 for address in start.values())


@pytest.mark.parametrize("name", LISTS)
def test_every_record_of_a_list_is_the_same_at_its_own_address(client, visited, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        found = asked(client, f"{name}/?per_page=100")
    assert found["count"] == len(found["results"]) > 0
    for one in found["results"][:3]:
        with django_assert_max_num_queries(8):
            assert json.loads(client.get(one["api"].removeprefix("http://testserver")).content) == one


@pytest.mark.parametrize("name", ["publishers", "units", "agreements", "releases"])
def test_the_page_of_a_record_is_where_it_says(client, name):
    address = asked(client, f"{name}/?per_page=2")["results"][1]["address"]
    assert client.get(address.removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("query", ["", "?force=derbyshire&force=lincolnshire&match=all", "?scope=national&sort=-start", "?state=date-passed", "?year=2016", "?function=Custody", "?sort=title&force=nottinghamshire"])
def test_the_register_answers_a_program_as_it_does_a_reader(client, query):
    shown = [(one.slug, one.state.value) for one in client.get(f"/agreements/{query}").context["found"]]
    assert shown
    assert [(one["slug"], one["state"]["code"]) for one in asked(client, f"agreements/{query}")["results"]] == shown


def test_units_are_narrowed_by_force_and_kind(client):
    assert "gateway" in " ".join(slugs(client, "units/?force=leicestershire&force=derbyshire&match=all&per_page=100"))
    assert "gateway" not in " ".join(slugs(client, "units/?force=lincolnshire&per_page=100"))
    assert {one["kind"] for one in asked(client, "units/?kind=national")["results"]} == {"national"}


def test_releases_are_narrowed_by_publisher_force_topic_and_unit(client):
    one = making.release("about-it", of="lincolnshire-opcc")
    one.forces.set(Force.objects.filter(slug__in=["lincolnshire", "derbyshire"]))
    one.units.add(Agreement.objects.get(slug="npas").units.get())
    unit = one.units.get().slug
    for query in ("publisher=lincolnshire-opcc", "force=derbyshire&force=lincolnshire&match=all", "force=derbyshire", f"unit={unit}"):
        assert "about-it" in slugs(client, f"releases/?{query}&per_page=100")
    assert slugs(client, "releases/?topic=there-is-none") == []
    assert "about-it" not in slugs(client, "releases/?force=nottinghamshire&per_page=100")


def test_parts_of_a_list_follow_one_another(client):
    whole, address, parts = slugs(client, "agreements/?scope=national&per_page=100"), f"{ROOT}agreements/?scope=national&per_page=3", []
    while address:
        part = json.loads(client.get(address.removeprefix("http://testserver")).content)
        parts += [one["slug"] for one in part["results"]]
        address = part["next"]
    assert parts == whole
    assert (part["page"], part["pages"], part["count"]) == (3, 3, 7)
    assert part["previous"].endswith("scope=national&per_page=3&page=2")


# What it refuses


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("agreements/?year=abc", "year"), ("agreements/?state=lunar", "state"), ("agreements/?force=nowhere", "force"), ("agreements/?colour=red", "colour"),
        ("agreements/?page=x", "page"), ("agreements/?page=0", "page"), ("agreements/?page=99999999999999999999", "page"), ("agreements/?per_page=101", "per_page"),
        ("agreements/?scope=national&scope=regional", "scope"), ("units/?kind=club", "kind"), ("releases/?publisher=nobody", "publisher"),
        ("forces/?force=derbyshire", "force"), ("agreements/npas/?page=1", "page"), ("agreements/?function=%00", "function"), ("releases/?topic=a%20b", "topic"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_read_is_refused_and_says_which_part(client, path, parameter):
    problem = asked(client, path, 400)
    assert problem["title"] == "Bad Request"
    assert [one["parameter"] for one in problem["errors"]] == [parameter]
    assert problem["errors"][0]["detail"]


def test_a_page_that_is_not_there_says_how_many_there_are(client):
    assert asked(client, "agreements/?page=1000000", 404)["detail"] == "There is no page 1000000: this list has 1."


@pytest.mark.parametrize("path", ["nope/", "agreements/nope/", "units/nope/", "forces/rutland/", "publishers/nobody/", "releases/derbyshire-opcc/nope/", "releases/nobody/nope/", "agreements/a/b/", "agreements/%00/", "x" * 300])
def test_what_is_not_there_is_a_problem_in_json(client, path):
    answer = client.get(ROOT + path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(answer.content)["status"] == 404
    assert not MissingAddress.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "agreements/", "agreements/npas/", "openapi.json", "nope/"])
def test_nothing_can_be_changed(method, path):
    answer = getattr(Client(enforce_csrf_checks=True), method)(ROOT + path)
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", "GET, HEAD, OPTIONS")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_a_last_stroke_that_was_forgotten_is_added(client):
    answer = client.get(f"{ROOT}agreements?scope=national")
    assert (answer.status_code, answer["Location"]) == (301, f"{ROOT}agreements/?scope=national")


def test_it_stands_on_the_programmes_site_alone(client):
    for path in ("/derbyshire-opcc/api/", f"/derbyshire-opcc{ROOT}", f"/derbyshire-opcc{ROOT}agreements/", f"/derbyshire-opcc{ROOT}openapi.json", f"/derbyshire-opcc{ROOT}agreements"):
        assert client.get(path).status_code == 404
    Publisher.objects.filter(slug="derbyshire-opcc").update(host="opcc.localhost")
    answer = client.get(f"{ROOT}agreements/", headers={"host": "opcc.localhost"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_fault_of_ours_is_a_problem_in_json_too(client, monkeypatch):
    from collaboration.api import records

    monkeypatch.setattr(records.Shapes, "force", lambda *given: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(f"{ROOT}forces/")
    assert (answer.status_code, answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == (500, "application/problem+json", "*")
    assert "ZeroDivision" not in answer.content.decode()


# How it travels


@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in LISTS), *RECORDS, "openapi.json"])
def test_what_has_not_changed_is_not_sent_again(client, path):
    first = client.get(ROOT + path)
    assert (first["Access-Control-Allow-Origin"], first["Cache-Control"]) == ("*", "no-cache")
    assert not first.cookies
    again = client.get(ROOT + path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"], again["Access-Control-Allow-Origin"]) == (304, b"", first["ETag"], "*")
    head = client.head(ROOT + path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


def test_a_change_changes_the_tag(client):
    before = client.get(f"{ROOT}agreements/npas/")["ETag"]
    Agreement.objects.filter(slug="npas").update(summary="Another summary.")
    assert client.get(f"{ROOT}agreements/npas/", headers={"if-none-match": before}).status_code == 200


@pytest.mark.parametrize("path", ["agreements/", "nope/"])
def test_a_browser_may_ask_from_another_site(client, path):
    answer = client.options(ROOT + path, headers={"origin": "https://example.org", "access-control-request-method": "GET"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (answer["Access-Control-Allow-Origin"], answer["Access-Control-Allow-Methods"]) == ("*", "GET, HEAD, OPTIONS")
    assert client.get(ROOT + path, headers={"origin": "https://example.org"})["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/agreements/", "/agreements/agreements.json", "/api/"])
def test_nothing_else_is_open_to_other_sites(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


# What it never tells


@pytest.fixture
def hidden():
    """One of each kind that comes out in an hour, and what stands already names them all."""
    later = timezone.now() + making.hours(1)
    agreement = making.agreement("quokka-agreement", title="Quokka", publish_at=later)
    agreement.parties.set(Force.objects.all())
    release = making.release("quokka-release", publish_at=later)
    standing = making.agreement("standing", starts_on=date(2020, 1, 1), successor=agreement)
    unit = standing.units.create(publisher=making.publisher("programme"), slug="quokka-unit", name="Quokka", kind="unit", summary="-", publish_at=later)
    release.units.add(unit)
    below = standing.units.create(publisher=making.publisher("programme"), slug="below", name="Below", kind="branch", summary="-", parent=unit, successor=unit, publish_at=timezone.now())
    agreement.units.add(below)
    public = making.release("public")
    public.units.add(unit)
    public.agreements.add(agreement)
    return agreement, release, unit


def test_nothing_under_embargo_is_listed_named_counted_or_found(client, hidden):
    for name in LISTS:
        assert "quokka" not in client.get(f"{ROOT}{name}/?per_page=100").content.decode().lower()
    assert asked(client, "releases/?unit=quokka-unit")["count"] == 0
    assert asked(client, "units/below/")["part_of"] is None
    assert asked(client, "agreements/standing/")["state"]["code"] == "in-force"
    never = {name: client.get(f"{ROOT}{name}").content.replace(b"never-was", b"") for name in ("agreements/never-was/", "units/never-was/", "releases/derbyshire-opcc/never-was/")}
    for path, kind in (("agreements/quokka-agreement/", "agreement"), ("units/quokka-unit/", "unit"), ("releases/derbyshire-opcc/quokka-release/", "release")):
        answer = client.get(ROOT + path)
        assert answer.status_code == 404
        assert answer.content.replace(f"quokka-{kind}".encode(), b"") in never.values()


def test_all_of_it_is_there_once_it_is_out(client, hidden):
    for one in hidden:
        type(one).objects.filter(pk=one.pk).update(publish_at=timezone.now())
    assert "quokka-unit" in slugs(client, "units/?per_page=100")
    assert asked(client, "units/below/")["part_of"] == "quokka-unit"
    assert asked(client, "agreements/standing/")["superseded_by"] == "quokka-agreement"
    assert asked(client, "releases/derbyshire-opcc/quokka-release/")["units"] == ["quokka-unit"]


def test_what_was_withdrawn_says_so_and_is_listed_no_more(client):
    making.release("gone", withdrawn_at=timezone.now(), withdrawal_reason="It was wrong.")
    problem = asked(client, "releases/derbyshire-opcc/gone/", 410)
    assert problem["detail"] == "This was withdrawn: It was wrong."
    assert "gone" not in slugs(client, "releases/?per_page=100")


def test_an_offices_own_addresses_for_enquiries_are_nobodys_business(client):
    Publisher.objects.filter(slug="derbyshire-opcc").update(enquiries_email="inside@example.org")
    assert b"inside@example.org" not in client.get(f"{ROOT}publishers/derbyshire-opcc/").content


# For people


def test_people_are_told_how_to_ask_and_find_it_from_the_register(client):
    assert "/api/" in read(client.get("/derbyshire-opcc/agreements/").content.decode()).links
    page = read(client.get("/api/").content.decode())
    assert {f"{ROOT}openapi.json", *(f"{ROOT}{name}/" for name in LISTS)} <= set(page.links)
