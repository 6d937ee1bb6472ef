"""The register as a list and as a matrix, narrowed from the address."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import making
from tests.html import read

pytestmark = pytest.mark.django_db


def test_an_end_date_that_has_passed_stands_apart(client):
    shown = client.get("/agreements/").content.decode()
    apart, rest = shown.split('id="group-regional"')
    assert "Custody" in apart
    assert "/agreements/criminal-justice-service-custody/" not in rest


def test_each_thing_applied_is_a_link_that_takes_it_away(client):
    shown = client.get("/agreements/?force=derbyshire&scope=national")
    seen = read(shown.content.decode())
    assert "Force: Derbyshire" in seen.text
    assert {"/agreements/?scope=national", "/agreements/?force=derbyshire", "/agreements/matrix/?force=derbyshire&scope=national"} <= set(seen.links)


def test_what_cannot_be_read_narrows_nothing_and_is_not_shown_as_applied(client):
    seen = read(client.get("/agreements/matrix/?scope=lunar&force=<b>").content.decode())
    assert "Narrowed by" not in seen.text
    assert "lunar" not in seen.text


@pytest.mark.parametrize("page", ["", "matrix/"])
def test_an_empty_result_says_what_to_try(client, page):
    seen = read(client.get(f"/agreements/{page}?force=derbyshire&state=ended").content.decode())
    assert "No agreement fits all of that" in seen.text
    assert f"/agreements/{page}?state=ended" in seen.links


def test_the_matrix_has_a_row_for_every_agreement_and_counts_each_force(client):
    making.agreement("lone", starts_on=date(2026, 1, 1)).parties.add(making.publisher().force)
    before = client.get("/agreements/matrix/?force=derbyshire").context
    assert before["sums"][0] == len(before["found"])
    seen = read(client.get("/agreements/matrix/").content.decode())
    assert "/agreements/lone/" in seen.links
    assert client.get("/agreements/matrix/").context["total"] == len(client.get("/agreements/").context["found"])


def test_the_matrix_of_a_force_shows_what_concerns_it_and_marks_its_own_column(client):
    shown = client.get("/northamptonshire-police/agreements/matrix/").content.decode()
    assert "gateway-shared-service" not in shown
    assert 'class="matrix__force matrix__own"><span>Northamptonshire' in shown


@pytest.mark.parametrize("word", ["matrix", "documents"])
def test_no_agreement_takes_the_address_of_a_page_of_the_register(word):
    with pytest.raises(ValidationError, match="page of the register"):
        making.agreement(word).clean()
