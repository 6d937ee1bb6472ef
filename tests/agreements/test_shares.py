"""What a force shares, and what several share: on the programme's site and on the force's own."""

from datetime import date
from itertools import combinations

import pytest
from django.utils import timezone

from collaboration.agreements import shares
from collaboration.agreements.models import Agreement
from collaboration.publishers.models import Force
from collaboration.units.models import Unit
from tests import making
from tests.html import read

pytestmark = pytest.mark.django_db
PAIR = "/agreements/between/derbyshire/nottinghamshire/"


def seen(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return read(answer.content.decode())


def test_a_force_sees_its_units_and_agreements_with_the_other_parties(client):
    page = seen(client, "/agreements/shares/derbyshire/")
    assert {"/agreements/gateway-shared-service/", "/units/emsou/", PAIR} <= set(page.links)
    assert "/agreements/multi-force-shared-services/" not in page.links
    assert "Human resources · with Leicestershire" in page.text
    assert "with all four others" in page.text


@pytest.mark.parametrize("site", ["derbyshire-police", "derbyshire-opcc"])
def test_on_its_own_sites_a_force_finds_its_own_page_and_no_others(client, site):
    page = seen(client, f"/{site}/agreements/shares/")
    assert page.title.startswith("What Derbyshire shares")
    assert f"/{site}/agreements/gateway-shared-service/" in page.links
    assert f"/{site}/agreements/shares/" in seen(client, f"/{site}/agreements/").links
    for address in ("shares/derbyshire/", "shares/lincolnshire/", "between/derbyshire/lincolnshire/", "between/"):
        assert client.get(f"/{site}/agreements/{address}").status_code == 404


def test_every_pair_shows_what_both_are_party_to_and_nothing_else(client):
    for one, other in combinations(Force.objects.all(), 2):
        page = client.get(f"/agreements/between/{one.slug}/{other.slug}/")
        expected = set(Agreement.objects.live().between(one, other).values_list("slug", flat=True))
        assert {found.slug for found in page.context["shared"].agreements} == expected
        assert {found.slug for found in page.context["shared"].units} == set(Unit.objects.live().between(one, other).values_list("slug", flat=True))


def test_the_order_of_the_names_does_not_matter_and_one_address_stands(client):
    for names in ("nottinghamshire/derbyshire", "derbyshire/nottinghamshire/derbyshire"):
        answer = client.get(f"/agreements/between/{names}/")
        assert (answer.status_code, answer["Location"]) == (301, PAIR)


def test_one_force_named_alone_or_twice_leads_to_its_own_page(client):
    for names in ("derbyshire", "derbyshire/derbyshire"):
        assert client.get(f"/agreements/between/{names}/")["Location"] == "/agreements/shares/derbyshire/"


@pytest.mark.parametrize("address", ["between/derbyshire/rutland/", "between/derbyshire//lincolnshire/", "between/a/b/c/d/e/f/", "shares/rutland/", "between/derbyshire/%00/"])
def test_a_force_there_is_not_has_no_page(client, address):
    assert client.get(f"/agreements/{address}").status_code == 404


def test_the_form_leads_to_the_page_of_the_forces_chosen(client):
    answer = client.get("/agreements/between/?force=nottinghamshire&force=derbyshire")
    assert (answer.status_code, answer["Location"]) == (302, PAIR)


@pytest.mark.parametrize(("query", "sentence"), [("", "Choose two forces or more."), ("?force=derbyshire", "Choose two forces or more."), ("?force=derbyshire&force=derbyshire", "Choose two forces or more."), ("?force=derbyshire&force=x", "One of these is no force of this region.")])
def test_the_form_says_what_is_missing_and_keeps_what_was_chosen(client, query, sentence):
    answer = client.get(f"/agreements/between/{query}")
    shown = answer.content.decode()
    assert sentence in shown
    assert ("checked" in shown) == ("derbyshire" in query)


def test_what_has_passed_its_end_stands_apart_here_too(client):
    page = client.get("/agreements/shares/lincolnshire/")
    keys = [group.key for group in page.context["shared"].groups]
    assert keys[0] == "date-passed"
    assert "End date passed – ask the office" in page.content.decode()


def test_embargoed_units_agreements_and_counts_stay_out(client):
    later, every = timezone.now() + making.hours(1), Force.objects.all()
    before = client.get(PAIR).context["shared"]
    counted = client.get("/agreements/shares/derbyshire/").context["neighbours"]
    making.agreement("hidden", title="Wombat", publish_at=later).parties.set(every)
    Unit.objects.create(publisher=making.publisher("programme"), slug="hidden", name="Wombatry", kind="unit", summary="-", publish_at=later).forces.set(every)
    for address in (PAIR, "/agreements/shares/derbyshire/", "/derbyshire-opcc/agreements/shares/"):
        assert b"Wombat" not in client.get(address).content
    after = client.get(PAIR).context["shared"]
    assert (len(after.units), after.total) == (len(before.units), before.total)
    assert client.get("/agreements/shares/derbyshire/").context["neighbours"] == counted


def test_beyond_the_most_a_page_holds_it_leads_to_the_register(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(shares, "MOST", 3)
    making.agreement("last", starts_on=date(2020, 1, 1)).parties.set(Force.objects.all())
    with django_assert_max_num_queries(8):
        page = seen(client, PAIR)
    assert "/agreements/?force=derbyshire&force=nottinghamshire&match=all" in page.links
