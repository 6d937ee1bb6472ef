"""Who may enter the desk, and what exists only behind its door."""

import pytest

from collaboration.accounts.models import Membership, User
from collaboration.accounts.permissions import can
from tests.desk import administrator, member, signed_in
from tests.desk import person as somebody
from tests.making import publisher, release

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


def person(email: str, *roles: tuple[str, str], **fields) -> User:
    user = User.objects.create_user(email, PASSWORD, name=email.partition("@")[0], **fields)
    for slug, role in roles:
        Membership.objects.create(user=user, publisher=publisher(slug), role=role)
    return user


def test_a_person_signs_in_by_e_mail_whatever_its_capitals(client):
    person("ada@example.org", ("programme", "administrator"))
    assert client.login(username="Ada@Example.org", password=PASSWORD)


def test_two_people_cannot_share_an_address_by_its_capitals():
    from django.core.exceptions import ValidationError

    person("ada@example.org")
    with pytest.raises(ValidationError):
        person("ADA@example.org")


@pytest.mark.parametrize("role", ["writer", "publisher", "manager"])
def test_the_desk_opens_for_members_of_an_office(client, role):
    signed_in(client, member(role))
    assert client.get("/admin/").status_code == 200


def test_the_desk_stays_shut_to_whoever_has_no_role(client):
    signed_in(client, somebody())
    assert client.get("/admin/").status_code == 302


def test_an_office_cannot_make_an_administrator_of_the_programme(client):
    signed_in(client, member("administrator", "derbyshire-opcc"))
    assert client.get("/admin/collaboration/user/").status_code == 403
    assert client.get("/admin/collaboration/source/add/").status_code == 403


@pytest.mark.parametrize("model", ["page", "pressrelease", "unit", "agreement", "document", "fact", "milestone", "officeholder", "source", "mediacontact", "publisher", "force", "menuitem", "enquiry", "user", "membership"])
def test_an_administrator_sees_every_list_and_form(client, model):
    signed_in(client, administrator())
    assert client.get(f"/admin/collaboration/{model}/").status_code == 200
    add = client.get(f"/admin/collaboration/{model}/add/")
    assert add.status_code == (403 if model in {"publisher", "force", "enquiry", "user"} else 200)


def test_what_was_published_cannot_be_deleted_at_the_desk(client):
    signed_in(client, administrator())
    public, draft = release("public"), release("draft", publish_at=None)
    assert client.post(f"/admin/collaboration/pressrelease/{public.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/collaboration/pressrelease/{draft.pk}/delete/", {"post": "yes"}).status_code == 302


def test_what_staff_see_is_kept_by_no_cache(client):
    signed_in(client, administrator())
    assert client.get("/admin/")["Cache-Control"] == "no-store, private"


def test_in_front_of_the_door_there_is_no_session_and_no_user(client):
    signed_in(client, administrator())
    request = client.get("/news/").wsgi_request
    assert not hasattr(request, "session")
    assert not hasattr(request, "user")


@pytest.mark.parametrize(
    ("role", "action", "answer"),
    [
        ("writer", "write", True), ("writer", "publish", False), ("writer", "manage", False), ("writer", "read enquiries", False),
        ("publisher", "publish", True), ("publisher", "manage", False), ("manager", "manage", True), ("manager", "write", False),
        ("writer", "unheard of", False),
    ],
)  # fmt: skip
def test_a_role_may_do_what_its_line_says_and_for_its_own_office_only(role, action, answer):
    user = person("bo@example.org", ("derbyshire-opcc", role))
    assert can(user, action, publisher("derbyshire-opcc")) is answer
    assert can(user, action, publisher("leicestershire-opcc")) is False
    assert can(user, action, None) is False


def test_whoever_has_left_may_do_nothing():
    user = person("bo@example.org", ("derbyshire-opcc", "publisher"), is_active=False)
    assert can(user, "publish", publisher("derbyshire-opcc")) is False
