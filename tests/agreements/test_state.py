"""The state of an agreement follows from its dates, on the day it is read."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from collaboration.agreements.models import Agreement, State
from collaboration.publishers.models import Force
from tests.making import agreement

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)

CASES = [
    ({}, State.NO_DATES),
    ({"starts_on": date(2020, 1, 1)}, State.IN_FORCE),
    ({"starts_on": DAY}, State.IN_FORCE),
    ({"starts_on": date(2026, 3, 2)}, State.NOT_STARTED),
    ({"ends_on": DAY}, State.IN_FORCE),
    ({"ends_on": date(2026, 2, 28)}, State.DATE_PASSED),
    ({"ends_on": date(2020, 1, 1), "extended_until": DAY}, State.IN_FORCE),
    ({"ends_on": date(2020, 1, 1), "extended_until": date(2026, 2, 28)}, State.DATE_PASSED),
    ({"extended_until": date(2026, 2, 28)}, State.DATE_PASSED),
    ({"ended_on": date(2026, 2, 28)}, State.ENDED),
    ({"ended_on": DAY, "starts_on": date(2020, 1, 1)}, State.IN_FORCE),
    ({"ends_on": date(2020, 1, 1), "ended_on": date(2020, 1, 1)}, State.ENDED),
    ({"starts_on": date(2027, 1, 1), "ended_on": date(2025, 1, 1)}, State.ENDED),
]


@pytest.mark.parametrize(("fields", "state"), CASES)
def test_the_object_and_the_query_agree_on_the_state(fields, state):
    one = agreement(**fields)
    assert one.state_on(DAY) == state
    assert [other for other in State if Agreement.objects.in_state(other, DAY).filter(pk=one.pk).exists()] == [state]


def test_what_has_a_successor_is_superseded_whatever_its_dates():
    new = agreement("the-new")
    old = agreement("the-old", starts_on=date(2020, 1, 1), successor=new)
    assert old.state_on(DAY) == State.SUPERSEDED
    assert Agreement.objects.in_state(State.SUPERSEDED, DAY).filter(pk=old.pk).exists()
    assert not Agreement.objects.in_force(DAY).filter(pk=old.pk).exists()


def test_every_agreement_of_the_shipped_register_is_in_exactly_one_state():
    total = Agreement.objects.count()
    assert total >= 25
    assert sum(Agreement.objects.in_state(state).count() for state in State) == total


def test_the_two_whose_published_dates_have_passed_say_so(client):
    for slug, day in [("criminal-justice-service-custody", "17 September 2020"), ("criminal-justice-service-data-quality-team", "30 April 2022")]:
        page = client.get(f"/agreements/{slug}/").content.decode()
        assert str(State.DATE_PASSED.label) in page
        assert day in page


def test_between_finds_what_every_named_force_is_party_to():
    derbyshire, leicestershire = Force.objects.get(slug="derbyshire"), Force.objects.get(slug="leicestershire")
    both, one = agreement("both"), agreement("one")
    both.parties.set([derbyshire, leicestershire])
    one.parties.set([derbyshire])
    found = Agreement.objects.between(derbyshire, leicestershire)
    assert both in found
    assert one not in found


def test_an_office_sees_what_concerns_its_force_and_no_other(client):
    page = client.get("/derbyshire-opcc/agreements/").content.decode()
    assert "/derbyshire-opcc/agreements/legal-services/" in page
    assert "/agreements/multi-force-shared-services/" not in page
    assert client.get("/derbyshire-opcc/agreements/multi-force-shared-services/").status_code == 404
    assert client.get("/nottinghamshire-opcc/agreements/multi-force-shared-services/").status_code == 200


@pytest.mark.parametrize("query", ["force=nowhere", "state=broken", "scope=%00", "force=derbyshire&state=in-force&scope=regional"])
def test_the_register_answers_whatever_is_asked(client, query):
    assert client.get(f"/agreements/?{query}").status_code == 200


def test_the_register_narrows_by_state(client):
    page = client.get("/agreements/?state=date-passed").content.decode()
    assert "/agreements/criminal-justice-service-custody/" in page
    assert "/agreements/legal-services/" not in page


@pytest.mark.parametrize("fields", [{"starts_on": DAY, "ends_on": date(2020, 1, 1)}, {"ends_on": DAY, "extended_until": date(2020, 1, 1)}])
def test_the_database_refuses_dates_in_the_wrong_order(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        agreement(**fields)
