"""People: who brings in whom, who gives which role, and what an administrator can do for somebody locked out."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail

from collaboration.accounts.inviting import invite
from collaboration.accounts.models import Membership, User
from tests.desk import administrator, join, member, signed_in
from tests.making import publisher

from .test_sign_in import SIGN_IN, give_password, link_in, what_waits_for_the_commit_happens_at_once  # noqa: F401

pytestmark = pytest.mark.django_db

ROLES = "/admin/collaboration/membership/"
ACCOUNTS = "/admin/collaboration/user/"
OFFICE, OTHER = "derbyshire-opcc", "leicestershire-opcc"


def asked(email: str = "new@example.org", name: str = "Nia Newcomer", of: str = OFFICE, role: str = "writer") -> dict:
    return {"email": email, "name": name, "publisher": publisher(of).pk, "role": role}


def manager_here(client, of: str = OFFICE) -> User:
    user = member("manager", of)
    signed_in(client, user)
    return user


# Inviting


def test_a_manager_invites_somebody_who_chooses_a_password_and_gets_in_to_set_up_a_factor(client):
    manager = manager_here(client)
    assert client.post(f"{ROLES}add/", asked()).status_code == 302
    found = Membership.objects.get(user__email="new@example.org")
    assert (found.user.name, found.publisher.slug, found.role) == ("Nia Newcomer", OFFICE, "writer")
    assert not found.user.has_usable_password()
    letter = mail.outbox[-1]
    assert letter.to == ["new@example.org"]
    assert manager.name in letter.body
    visitor = type(client)()
    form = visitor.get(link_in(letter), follow=True)
    password = "another walnut on the Trent"
    visitor.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    assert give_password(visitor, "new@example.org", password)["Location"] == "/admin/"
    assert visitor.get("/admin/")["Location"].startswith("/admin/account/second-factor/choose/")


def test_an_invitation_is_logged(client):
    manager = manager_here(client)
    client.post(f"{ROLES}add/", asked())
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.object_id) == (manager, str(Membership.objects.latest("pk").pk))


def test_somebody_known_elsewhere_keeps_name_and_password_and_is_told(client):
    known = member("publisher", OTHER, "known@example.org", "Kit Known")
    before = known.password
    manager_here(client)
    client.post(f"{ROLES}add/", asked("KNOWN@example.org", "Mallory"))
    known.refresh_from_db()
    assert (known.name, known.password) == ("Kit Known", before)
    assert set(known.memberships.values_list("publisher__slug", "role")) == {(OTHER, "publisher"), (OFFICE, "writer")}
    assert mail.outbox[-1].to == ["known@example.org"]
    assert "/password/choose/" not in mail.outbox[-1].body


REFUSED = {
    "no address": {"email": "nia at example"},
    "no name": {"name": ""},
    "another office": {"of": OTHER},
    "the programme": {"of": "programme"},
    "an administrator": {"role": "administrator", "of": "programme"},
    "an administrator of the office": {"role": "administrator"},
    "an unknown role": {"role": "king"},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_an_invitation_is_refused_at_the_field_and_what_was_typed_is_kept(client, change):
    manager_here(client)
    people, roles = User.objects.count(), Membership.objects.count()
    answer = client.post(f"{ROLES}add/", asked(**change))
    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert change.get("email", "new@example.org") in answer.text
    assert (User.objects.count(), Membership.objects.count()) == (people, roles)
    assert mail.outbox == []


def test_nobody_gives_a_role_to_themselves(client):
    manager = manager_here(client)
    answer = client.post(f"{ROLES}add/", asked(manager.email, role="publisher"))
    assert "You cannot give a role to yourself" in answer.text
    own = manager.memberships.get()
    assert client.post(f"{ROLES}{own.pk}/change/", {"role": "publisher"}).status_code == 403
    assert manager.memberships.get().role == "manager"


def test_a_manager_of_two_offices_cannot_move_a_role_between_them(client):
    manager = member("manager", OFFICE)
    join(manager, "manager", OTHER)
    signed_in(client, manager)
    writer = member("writer", OFFICE).memberships.get()
    client.post(f"{ROLES}{writer.pk}/change/", {"role": "publisher", "publisher": publisher(OTHER).pk, "user": manager.pk})
    writer.refresh_from_db()
    assert (writer.publisher.slug, writer.role) == (OFFICE, "publisher")
    assert writer.user_id != manager.pk


def test_a_second_invitation_to_the_same_role_is_refused_kindly(client):
    manager_here(client)
    client.post(f"{ROLES}add/", asked())
    answer = client.post(f"{ROLES}add/", asked())
    assert "has that role at this office already" in answer.text
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_closed_account_is_not_opened_by_inviting_it(client):
    closed = member("writer", OTHER, is_active=False)
    manager_here(client)
    assert "has been closed" in client.post(f"{ROLES}add/", asked(closed.email)).text


@pytest.mark.parametrize("role", ["writer", "publisher"])
def test_writers_and_publishers_bring_in_nobody(client, role):
    signed_in(client, member(role, OFFICE))
    assert client.get(ROLES).status_code == 403
    assert client.post(f"{ROLES}add/", asked()).status_code == 403
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_function_decides_too_and_not_only_the_form():
    from django.core.exceptions import ValidationError

    for by in (member("writer", OFFICE), member("manager", OTHER)):
        with pytest.raises(ValidationError):
            invite("new@example.org", "Nia", publisher(OFFICE), "writer", by)
    assert not User.objects.filter(email="new@example.org").exists()


# What a manager sees and does


def test_a_manager_sees_the_people_of_the_office_and_of_no_other(client):
    here, elsewhere = member("writer", OFFICE, name="Hester Here"), member("writer", OTHER, name="Elsie Elsewhere")
    join(here, "publisher", OTHER)
    manager_here(client)
    page = client.get(ROLES)
    assert "Hester Here" in page.text
    assert "Elsie Elsewhere" not in page.text
    assert elsewhere.email not in page.text
    assert page.text.count(here.email) == 1
    form = client.get(f"{ROLES}{here.memberships.get(publisher__slug=OFFICE).pk}/change/")
    assert "Leicestershire" not in re.sub(r"(?s)<header.*?</header>", "", form.text)
    foreign = here.memberships.get(publisher__slug=OTHER)
    for address in ("change/", "delete/", "history/"):
        assert client.get(f"{ROLES}{foreign.pk}/{address}").status_code in (302, 403, 404)
        assert client.post(f"{ROLES}{foreign.pk}/{address}", {"role": "writer", "post": "yes"}).status_code in (302, 403, 404, 405)
    assert Membership.objects.filter(pk=foreign.pk, role="publisher").exists()


def test_a_manager_cannot_touch_a_name_an_address_or_a_password(client):
    writer = member("writer", OFFICE)
    manager_here(client)
    role = writer.memberships.get()
    client.post(f"{ROLES}{role.pk}/change/", {"role": "writer", "name": "Mallory", "email": "m@example.org", "person": "Mallory", "is_active": ""})
    after = User.objects.get(pk=writer.pk)
    assert (after.name, after.email, after.password, after.is_active) == (writer.name, writer.email, writer.password, True)
    for address in ("", f"{writer.pk}/change/", f"{writer.pk}/history/", f"{writer.pk}/password/", f"{writer.pk}/reset-factor/", f"{writer.pk}/end-sessions/", "add/"):
        assert client.get(f"{ACCOUNTS}{address}").status_code in (302, 403, 404, 405)
        assert client.post(f"{ACCOUNTS}{address}", {"name": "Mallory", "reason": "x"}).status_code in (302, 403, 404, 405)
    assert User.objects.get(pk=writer.pk).session_stamp == after.session_stamp
    assert Authenticator.objects.filter(user=writer).exists()


def test_a_manager_changes_a_role_and_it_ends_the_sessions_and_is_logged(client):
    writer = member("writer", OFFICE)
    elsewhere = signed_in(type(client)(), writer)
    manager = manager_here(client)
    client.post(f"{ROLES}{writer.memberships.get().pk}/change/", {"role": "publisher"})
    assert writer.memberships.get().role == "publisher"
    assert elsewhere.get("/admin/")["Location"].startswith(SIGN_IN)
    assert LogEntry.objects.latest("pk").user == manager


def test_a_manager_removes_somebody(client):
    writer = member("writer", OFFICE)
    manager_here(client)
    role = writer.memberships.get()
    assert "errornote" not in client.get(f"{ROLES}{role.pk}/delete/").text
    client.post(f"{ROLES}{role.pk}/delete/", {"post": "yes"})
    assert not writer.memberships.exists()
    assert User.objects.filter(pk=writer.pk, is_active=True).exists()


def test_the_last_manager_is_warned_before_leaving(client):
    manager = manager_here(client)
    role = manager.memberships.get()
    assert "the last manager of the office" in client.get(f"{ROLES}{role.pk}/delete/").text
    member("manager", OFFICE)
    assert "You cannot give it back to yourself" in client.get(f"{ROLES}{role.pk}/delete/").text
    client.post(f"{ROLES}{role.pk}/delete/", {"post": "yes"})
    assert not manager.memberships.exists()


def test_a_manager_of_the_programme_cannot_touch_an_administrator(client):
    chief = administrator().memberships.get()
    manager_here(client, "programme")
    assert client.post(f"{ROLES}{chief.pk}/change/", {"role": "writer"}).status_code == 403
    assert client.post(f"{ROLES}{chief.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "administrator" not in client.get(f"{ROLES}add/").text.partition('name="role"')[2].partition("</select>")[0]
    assert "errorlist" in client.post(f"{ROLES}add/", asked(role="administrator", of="programme")).text
    assert Membership.objects.filter(pk=chief.pk, role="administrator").exists()


# What an administrator does


def test_an_administrator_makes_another_for_the_programme_only(client):
    signed_in(client, administrator())
    assert "choose the programme" in client.post(f"{ROLES}add/", asked(role="administrator")).text
    assert client.post(f"{ROLES}add/", asked(role="administrator", of="programme")).status_code == 302
    assert Membership.objects.filter(user__email="new@example.org", role="administrator").exists()


def test_the_last_administrator_stays(client):
    chief = administrator()
    superuser = User.objects.create_superuser("root@example.org", None, name="Root")
    Authenticator.objects.create(user=superuser, type="totp", data={"secret": "A" * 16})
    signed_in(client, superuser)
    role = chief.memberships.get()
    client.post(f"{ROLES}{role.pk}/delete/", {"post": "yes"})
    assert "the last administrator" in client.post(f"{ROLES}{role.pk}/change/", {"role": "writer"}).text
    answer = client.post(f"{ACCOUNTS}{chief.pk}/change/", {"name": chief.name, "email": chief.email})
    assert "the last administrator" in answer.text
    chief.refresh_from_db()
    assert chief.is_active
    assert chief.memberships.filter(role="administrator").exists()
    administrator()
    client.post(f"{ROLES}{role.pk}/delete/", {"post": "yes"})
    assert not chief.memberships.exists()


def test_a_closed_account_counts_as_no_administrator(client):
    administrator(is_active=False)
    chief = administrator()
    signed_in(client, chief)
    client.post(f"{ROLES}{chief.memberships.get().pk}/delete/", {"post": "yes"})
    assert chief.memberships.exists()


def test_an_administrator_closes_an_account_and_its_sessions_end(client):
    writer = member("writer", OFFICE)
    elsewhere = signed_in(type(client)(), writer)
    signed_in(client, administrator())
    client.post(f"{ACCOUNTS}{writer.pk}/change/", {"name": writer.name, "email": writer.email})
    assert not User.objects.get(pk=writer.pk).is_active
    assert elsewhere.get("/admin/").status_code == 302
    assert "do not go together" in give_password(type(client)(), writer.email).text


def test_nobody_closes_their_own_account(client):
    administrator()
    chief = administrator()
    signed_in(client, chief)
    assert "You cannot close your own account" in client.post(f"{ACCOUNTS}{chief.pk}/change/", {"name": "A", "email": chief.email}).text
    assert User.objects.get(pk=chief.pk).is_active


def test_a_new_address_ends_the_sessions_and_is_told_to_both(client):
    writer = member("writer", OFFICE)
    elsewhere = signed_in(type(client)(), writer)
    signed_in(client, administrator())
    client.post(f"{ACCOUNTS}{writer.pk}/change/", {"name": writer.name, "email": "moved@example.org", "is_active": "on"})
    assert User.objects.get(pk=writer.pk).email == "moved@example.org"
    assert elsewhere.get("/admin/").status_code == 302
    assert [message.to for message in mail.outbox] == [[writer.email], ["moved@example.org"]]


def test_an_address_that_is_taken_is_refused_whatever_its_capitals(client):
    taken, writer = member("writer", OFFICE), member("writer", OFFICE)
    signed_in(client, administrator())
    answer = client.post(f"{ACCOUNTS}{writer.pk}/change/", {"name": writer.name, "email": taken.email.upper(), "is_active": "on"})
    assert "Another person has this address" in answer.text


def test_a_lost_factor_is_reset_for_a_reason_that_is_kept_and_the_person_is_told(client):
    writer = member("writer", OFFICE)
    elsewhere = signed_in(type(client)(), writer)
    chief = administrator()
    signed_in(client, chief)
    address = f"{ACCOUNTS}{writer.pk}/reset-factor/"
    assert client.get(address).status_code == 200
    assert "errorlist" in client.post(address, {"reason": " "}).text
    assert Authenticator.objects.filter(user=writer).exists()
    client.post(address, {"reason": "New telephone; I rang the office line"})
    assert not Authenticator.objects.filter(user=writer).exists()
    assert elsewhere.get("/admin/").status_code == 302
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.object_id) == (chief, str(writer.pk))
    assert "New telephone; I rang the office line" in entry.change_message
    assert mail.outbox[-1].to == [writer.email]
    assert "has reset the second factor" in mail.outbox[-1].body


def test_an_administrators_own_factor_is_changed_on_their_own_account_page(client):
    chief = administrator()
    signed_in(client, chief)
    assert client.post(f"{ACCOUNTS}{chief.pk}/reset-factor/", {"reason": "x"})["Location"] == "/admin/account/second-factor/"
    assert Authenticator.objects.filter(user=chief).exists()


def test_an_administrator_signs_somebody_out_everywhere(client):
    writer = member("writer", OFFICE)
    elsewhere = signed_in(type(client)(), writer)
    signed_in(client, administrator())
    assert client.get(f"{ACCOUNTS}{writer.pk}/end-sessions/").status_code == 405
    client.post(f"{ACCOUNTS}{writer.pk}/end-sessions/")
    assert elsewhere.get("/admin/").status_code == 302
    assert "Signed out everywhere" in LogEntry.objects.latest("pk").change_message


@pytest.mark.parametrize("path", ["password/", "../auth/group/", "../account/emailaddress/", "../mfa/authenticator/"])
def test_no_page_of_the_desk_shows_what_people_sign_in_with(client, path):
    writer = member("writer", OFFICE)
    signed_in(client, administrator())
    page = client.get(f"{ACCOUNTS}{writer.pk}/change/").text
    assert writer.password not in page
    assert "JBSWY3DP" not in page
    address = f"{ACCOUNTS}{writer.pk}/{path}" if path == "password/" else f"/admin/{path.removeprefix('../')}"
    assert client.get(address).status_code in (302, 404)


def test_an_account_cannot_be_given_more_than_the_form_shows(client):
    writer = member("writer", OFFICE)
    signed_in(client, administrator())
    client.post(f"{ACCOUNTS}{writer.pk}/change/", {"name": "N", "email": writer.email, "is_active": "on", "is_superuser": "on", "password": "x", "session_stamp": "x"})
    after = User.objects.get(pk=writer.pk)
    assert (after.name, after.is_superuser, after.password) == ("N", False, writer.password)


def test_people_are_not_offered_to_choose_from(client):
    member("writer", OTHER, name="Elsie Elsewhere")
    signed_in(client, member("publisher", OFFICE))
    answer = client.get("/admin/autocomplete/", {"app_label": "collaboration", "model_name": "membership", "field_name": "user", "term": "e"})
    assert answer.status_code in (403, 404)
    assert "Elsie" not in answer.text


def test_the_list_of_accounts_says_who_has_no_second_factor(client):
    lacking = member("writer", OFFICE)
    Authenticator.objects.filter(user=lacking).delete()
    signed_in(client, administrator())
    page = client.get(ACCOUNTS)
    assert page.status_code == 200
    assert page.text.count("icon-no") == 1


def test_an_account_has_no_page_to_add_or_delete_it(client):
    writer = member("writer", OFFICE)
    signed_in(client, administrator())
    assert client.get(f"{ACCOUNTS}add/").status_code == 403
    assert client.post(f"{ACCOUNTS}{writer.pk}/delete/", {"post": "yes"}).status_code == 403
