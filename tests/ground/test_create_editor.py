"""The command that makes somebody who may edit."""

import io
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from collaboration.accounts.models import Membership, User

pytestmark = pytest.mark.django_db
PASSWORD = "a walnut on the Trent 1930"


def create(monkeypatch, *arguments: str, password: str = PASSWORD) -> str:
    """Run the command with a password on standard input and return what it said."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("create_editor", *arguments, "--password-stdin", stdout=said)
    return said.getvalue()


def test_somebody_without_an_office_looks_after_all_of_them(monkeypatch):
    said = create(monkeypatch, "ada@example.org", "--name", "Ada Trent")
    person = User.objects.get(email="ada@example.org")
    assert person.check_password(PASSWORD)
    assert person.is_staff
    assert not person.is_superuser
    assert [(one.publisher.slug, one.role) for one in person.memberships.all()] == [("programme", Membership.Role.ADMINISTRATOR)]
    assert "Ada Trent" in said
    assert PASSWORD not in said


def test_somebody_may_work_for_several_offices(monkeypatch):
    create(monkeypatch, "ben@example.org", "--name", "Ben", "--office", "derbyshire-opcc", "--office", "derbyshire-police", "--role", "publisher")
    found = Membership.objects.filter(user__email="ben@example.org")
    assert {(one.publisher.slug, one.role) for one in found} == {("derbyshire-opcc", "publisher"), ("derbyshire-police", "publisher")}


def test_an_office_makes_a_writer_unless_a_role_is_given(monkeypatch):
    create(monkeypatch, "cai@example.org", "--name", "Cai", "--office", "derbyshire-opcc")
    assert Membership.objects.get(user__email="cai@example.org").role == "writer"


REFUSED = {
    "an unknown office": (["d@example.org", "--name", "D", "--office", "rutland-opcc"], PASSWORD, "no office “rutland-opcc”; the offices are programme, "),
    "an office's administrator": (["d@example.org", "--name", "D", "--office", "derbyshire-opcc", "--role", "administrator"], PASSWORD, "all offices"),
    "no address": (["d-at-example", "--name", "D"], PASSWORD, "valid email address"),
    "a short password": (["d@example.org", "--name", "D"], "short", "at least 14 characters"),
    "a common password": (["d@example.org", "--name", "D"], "12345678901234567890", "Nobody was created"),
    "one's own address": (["deborah.trent@example.org", "--name", "D"], "deborah.trent@example.org", "too similar"),
}


@pytest.mark.parametrize(("arguments", "password", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_and_nobody_is_made(monkeypatch, arguments, password, reason):
    with pytest.raises(CommandError, match=reason):
        create(monkeypatch, *arguments, password=password)
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_refused_whatever_its_capitals(monkeypatch):
    create(monkeypatch, "ada@example.org", "--name", "Ada")
    with pytest.raises(CommandError, match="already"):
        create(monkeypatch, "Ada@Example.org", "--name", "Another")
    assert User.objects.count() == 1


def test_without_a_terminal_the_password_must_come_by_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="--password-stdin"):
        call_command("create_editor", "ada@example.org", "--name", "Ada")


def test_on_a_terminal_the_password_is_asked_for_twice(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    answers = iter([PASSWORD, f"{PASSWORD}!"])
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
    with pytest.raises(CommandError, match="differ"):
        call_command("create_editor", "ada@example.org", "--name", "Ada")
    assert not User.objects.exists()


def test_somebody_may_be_invited_to_choose_their_own_password(django_capture_on_commit_callbacks):
    said = io.StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("create_editor", "eve@example.org", "--name", "Eve", "--office", "derbyshire-opcc", "--role", "manager", "--invite", stdout=said)
    person = User.objects.get(email="eve@example.org")
    assert not person.has_usable_password()
    assert [(one.publisher.slug, one.role) for one in person.memberships.all()] == [("derbyshire-opcc", "manager")]
    link = re.search(r"/admin/account/password/choose/\S+", said.getvalue())[0]
    assert mail.outbox[0].to == ["eve@example.org"]
    assert link.partition("-")[0] in mail.outbox[0].body
    assert Client().get(link, follow=True).context["form"].user == person


def test_an_invitation_takes_no_password(monkeypatch):
    with pytest.raises(CommandError, match="leave out --password-stdin or --invite"):
        create(monkeypatch, "eve@example.org", "--name", "Eve", "--invite")
    assert not User.objects.exists()


def test_it_says_that_a_second_factor_is_set_up_at_the_first_sign_in(monkeypatch):
    assert "set up a second factor" in create(monkeypatch, "ada@example.org", "--name", "Ada")
