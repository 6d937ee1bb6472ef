"""The description of the interface, held against the standard and against what the site answers, by checkers others wrote."""

import json
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory
from django.utils import timezone
from openapi_core import Config, OpenAPI
from openapi_core.contrib.django import DjangoOpenAPIRequest, DjangoOpenAPIResponse
from openapi_spec_validator import OpenAPIV31SpecValidator

from collaboration.api.asking import Paging, ReleasesForm, UnitsForm
from collaboration.api.urls import urlpatterns
from collaboration.api.views import description
from tests import making

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
RECORDS = {
    "/forces/{slug}/": "forces/nottinghamshire/", "/publishers/{slug}/": "publishers/programme/", "/units/{slug}/": "units/emsou/",
    "/agreements/{slug}/": "agreements/criminal-justice-service-custody/", "/releases/{publisher}/{slug}/": "releases/derbyshire-opcc/described/",
}  # fmt: skip


@pytest.fixture(scope="module")
def described():
    """The description as it is served to this host."""
    return OpenAPI.from_dict({**description(), "servers": [{"url": f"http://testserver{ROOT}"}]}, config=Config(extra_media_type_deserializers={"application/problem+json": json.loads}))


def held_against(described, client, path: str):
    """The answer at a path, after both the question and it have been found to be as described."""
    answer = client.get(f"{ROOT}/{path}")
    request = DjangoOpenAPIRequest(RequestFactory().get(f"{ROOT}/{path}"))
    if answer.status_code == 200:
        described.validate_request(request)
    described.validate_response(request, DjangoOpenAPIResponse(answer))
    return answer


def test_the_description_keeps_to_the_standard_and_is_served(client):
    served = json.loads(client.get(f"{ROOT}/openapi.json").content)
    assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []
    assert served["openapi"] == "3.1.0"
    assert served["servers"] == [{"url": f"http://testserver{ROOT}"}]


def test_every_address_is_described_and_nothing_else_is():
    routes = {"/" + str(one.pattern).removeprefix("v1/").replace("<slug:", "{").replace(">", "}") for one in urlpatterns if one.name not in ("guide", "elsewhere", "openapi")}
    assert routes == set(description()["paths"])


@pytest.mark.parametrize("path", sorted(description()["paths"]))
def test_every_answer_is_as_described(described, client, path):
    making.release("described")
    answer = held_against(described, client, RECORDS.get(path, path.removeprefix("/")))
    assert answer.status_code == 200
    assert path not in ("/agreements/", "/units/") or len(json.loads(answer.content)["results"]) > 20


EXAMPLES = {
    "force": [("force", "derbyshire"), ("force", "lincolnshire")], "match": [("match", "all")], "function": [("function", "Custody")], "scope": [("scope", "regional")],
    "state": [("state", "no-dates")], "year": [("year", "2016")], "sort": [("sort", "-end")], "unitKind": [("kind", "service")], "publisher": [("publisher", "programme")],
    "topic": [("topic", "forensics")], "unit": [("unit", "emsou")], "page": [("page", "1")], "perPage": [("per_page", "2")],
}  # fmt: skip
ASKED = [(path, one["$ref"].rpartition("/")[2]) for path, item in description()["paths"].items() if "{" not in path for one in item["get"].get("parameters", [])]


@pytest.mark.parametrize(("path", "name"), ASKED)
def test_every_parameter_that_is_described_is_understood(described, client, path, name):
    answer = held_against(described, client, path.removeprefix("/") + "?" + urlencode(EXAMPLES[name]))
    assert answer.status_code == 200, answer.content


def test_every_parameter_that_is_understood_is_described(client):
    """The forms name them; the interface says so itself when it is asked something else."""
    for path in ("forces", "publishers", "units", "agreements", "releases"):
        sentence = json.loads(client.get(f"{ROOT}/{path}/?colour=red").content)["errors"][0]["detail"]
        known = set(sentence.rpartition(": ")[2].rstrip(".").split(", "))
        parameters = description()["components"]["parameters"]
        assert known == {parameters[name]["name"] for where, name in ASKED if where == f"/{path}/"}


def test_every_choice_that_is_described_is_taken_and_no_other():
    schemas, parameters = description()["components"]["schemas"], description()["components"]["parameters"]
    from collaboration.agreements.models import Agreement, Sort, State
    from collaboration.units.models import Unit

    assert schemas["StateCode"]["enum"] == State.values
    assert schemas["Scope"]["enum"] == Agreement.Scope.values
    assert schemas["UnitKind"]["enum"] == Unit.Kind.values
    assert parameters["sort"]["schema"]["enum"] == [value for value in Sort.values if value]
    assert parameters["perPage"]["schema"]["maximum"] == Paging.base_fields["per_page"].max_value
    assert set(UnitsForm.base_fields) | set(ReleasesForm.base_fields) == {"force", "match", "kind", "publisher", "topic", "unit"}


@pytest.mark.parametrize("path", ["agreements/?year=abc", "agreements/?page=1000000", "agreements/nope/", "units/nope/", "releases/programme/nope/", "releases/derbyshire-opcc/described/", "forces/?page=x"])
def test_every_problem_is_as_described(described, client, path):
    making.release("described", withdrawn_at=timezone.now(), withdrawal_reason="It was wrong.")
    assert held_against(described, client, path).status_code in (400, 404, 410)


def test_an_answer_that_is_not_as_described_would_be_found(described, client, monkeypatch):
    from openapi_core.validation.response.exceptions import InvalidData

    from collaboration.api import records

    whole = records.Shapes.force
    monkeypatch.setattr(records.Shapes, "force", lambda shapes, force: {**whole(shapes, force), "population": "many"})
    with pytest.raises(InvalidData):
        held_against(described, client, "forces/")
