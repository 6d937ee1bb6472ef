"""The nightly round: every step by itself, nothing twice."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from collaboration.agreements.ending import ends_soon
from collaboration.agreements.models import Agreement
from collaboration.care import nightly
from collaboration.care.models import Turn
from collaboration.care.reminding import remind_of_ending_agreements, remind_of_overdue_pages
from collaboration.contact.models import Enquiry
from collaboration.management.commands.nightly_care import BUSY
from collaboration.pages.models import Page
from collaboration.pages.review import past_review
from collaboration.post.models import Letter
from collaboration.redirects.models import MissingAddress, Redirect
from tests.desk import administrator, member
from tests.ground.processes import ROOT, environment, manage, wait_until
from tests.making import agreement, page, publisher

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def no_visits(monkeypatch, settings):
    """Leaves the links of the shipped content unvisited."""
    settings.LINKS_A_NIGHT = 0


def days(number: int) -> timedelta:
    return timedelta(days=number)


def lines(capsys) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())


def test_one_line_is_said_of_each_step(no_visits, postbox, capsys):
    call_command("nightly_care")
    assert list(lines(capsys)) == list(nightly.STEPS)


def test_what_is_kept_too_long_goes(no_visits, postbox, settings):
    kept = {"publisher": publisher(OFFICE), "name": "A", "email": "a@example.org", "subject": "S", "message": "M", "sender_key": "k"}
    Enquiry.objects.create(**kept, kind="enquiry", form_key="1", sent_at=NOW - days(settings.KEEP_ENQUIRIES_DAYS + 1))
    Session.objects.create(session_key="old", session_data="x", expire_date=NOW - days(1))
    Session.objects.create(session_key="new", session_data="x", expire_date=NOW + days(1))
    for path, count, age in [("once", 1, 31), ("often", 9, 31), ("long ago", 9, 181), ("leads-on", 9, 0)]:
        MissingAddress.objects.create(publisher=publisher(OFFICE), path=path, count=count, last_on=TODAY - days(age))
    Redirect.objects.create(publisher=publisher(OFFICE), path="leads-on", target="site:/news/")
    call_command("nightly_care")
    assert not Enquiry.objects.exists()
    assert [one.session_key for one in Session.objects.all()] == ["new"]
    assert [one.path for one in MissingAddress.objects.all()] == ["often"]


def test_what_a_killed_process_left_of_an_upload_goes_and_what_is_arriving_stays(no_visits, postbox, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for name, age in (("cut-off", 25), ("arriving", 1)):
        (tmp_path / name).write_bytes(b"a,b")
        os.utime(tmp_path / name, (time.time() - age * 3600,) * 2)
    call_command("nightly_care")
    assert [path.name for path in tmp_path.iterdir()] == ["arriving"]


def test_a_step_that_fails_does_not_stop_the_others_and_is_named(no_visits, postbox, monkeypatch, capsys):
    def fail():
        raise ZeroDivisionError("a secret")

    monkeypatch.setitem(nightly.STEPS, "sessions", fail)
    with pytest.raises(CommandError, match="Not all went well tonight: sessions."):
        call_command("nightly_care")
    said = lines(capsys)
    assert list(said) == list(nightly.STEPS)
    assert said["sessions"] == "failed; the log says how"


def test_a_mail_server_that_is_out_of_order_is_said_and_the_exit_is_not_clean(no_visits, postbox):
    postbox.out_of_order = True
    Letter.objects.create(key="one", to="ada@example.org", subject="S", body="B")
    with pytest.raises(CommandError, match="post"):
        call_command("nightly_care")
    assert Turn.objects.get(step="post").said.startswith("0 sent, 1 owed")


def test_a_second_round_in_the_same_night_writes_to_nobody(no_visits, postbox, django_capture_on_commit_callbacks):
    administrator()
    member("manager", OFFICE)
    page("old/", publish_at=NOW - days(400))
    agreement(starts_on=TODAY - days(9), ends_on=TODAY + days(30))
    for _round in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("nightly_care")
    keys = list(Letter.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == len(postbox.received)
    assert {key.rpartition("-")[0].partition("-")[0] for key in keys} == {"overdue", "ending"}


@pytest.fixture
def nights(tmp_path, postbox, settings, furnished):
    """Starts a nightly round over a site that owes eight letters, in a process of its own."""
    var = tmp_path / "var"
    furnished(var)
    mail = {"EMPCP_EMAIL_HOST": "127.0.0.1", "EMPCP_EMAIL_PORT": str(settings.EMAIL_PORT), "EMPCP_EMAIL_PLAIN": "1", "EMPCP_LINKS_A_NIGHT": "0"}
    letters = "from collaboration.post.models import Letter; [Letter.objects.create(key=str(n), to='ada@example.org', subject='S', body='B') for n in range(8)]"
    assert manage("shell", "-v0", "-c", letters, var=var).returncode == 0
    command, begun = [sys.executable, "manage.py", "nightly_care"], []

    def begin() -> subprocess.Popen:
        begun.append(subprocess.Popen(command, cwd=ROOT, env=environment(var, **mail), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return begun[-1]

    yield begin
    for one in begun:
        if one.poll() is None:
            one.kill()
            one.communicate()


def test_of_two_rounds_at_once_one_does_the_work_and_the_other_says_so(nights, postbox):
    postbox.takes = 0.5
    one = nights()
    wait_until(lambda: postbox.received, seconds=90)
    other = nights()
    assert other.communicate(timeout=90)[0] == f"{BUSY}\n"
    said = one.communicate(timeout=90)[0]
    assert (one.returncode, other.returncode) == (0, 0), said
    assert said.count("\n") == len(nightly.STEPS), said
    assert len(postbox.received) == 8


def test_a_round_that_was_killed_keeps_nothing_from_the_next(nights, postbox):
    postbox.takes = 30
    killed = nights()
    wait_until(lambda: postbox.received, seconds=90)
    killed.kill()
    killed.communicate(timeout=20)
    postbox.takes = 0
    following = nights()
    said = following.communicate(timeout=90)[0]
    assert said.count("\n") == len(nightly.STEPS), said
    # All but the one that the killed round had in hand, whose claim runs out by itself.
    assert len({line for one in postbox.received for line in one.content.decode().splitlines() if line.startswith("Message-ID")}) == 8


# Pages past their review


@pytest.mark.parametrize(
    ("fields", "overdue"),
    [
        ({"last_checked_on": TODAY - days(365)}, True),
        ({"last_checked_on": TODAY - days(364)}, False),
        ({"publish_at": NOW - days(366)}, True),
        ({"publish_at": NOW - days(366), "last_checked_on": TODAY}, False),
        ({"publish_at": None, "last_checked_on": TODAY - days(500)}, False),
        ({"publish_at": NOW - days(500), "withdrawn_at": NOW - days(1), "withdrawal_reason": "W"}, False),
    ],
)
def test_a_public_page_is_overdue_a_year_after_it_was_checked_or_came_out(fields, overdue):
    page("zyzzyva/", **fields)
    assert Page.objects.filter(past_review(NOW), path="zyzzyva/").exists() is overdue


def test_after_two_weeks_the_managers_are_told_once_a_month(postbox, django_capture_on_commit_callbacks):
    ann, _elsewhere, _writer = member("manager", OFFICE), member("manager", "leicestershire-opcc"), member("writer", OFFICE)
    member("manager", OFFICE, is_active=False)
    Page.objects.update(last_checked_on=TODAY)
    page("grace/", title="Still the owner’s", last_checked_on=TODAY - days(370))
    page("late/", title="The plan", owner="Policy officer", last_checked_on=TODAY - days(380))
    page("none/", title="Without owner", publish_at=NOW - days(380))
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_overdue_pages(NOW) == (2, 1)
        assert remind_of_overdue_pages(NOW) == (2, 0)
    (letter,) = postbox.received
    text = " ".join(letter.content.decode().split())
    assert letter.rcpt_tos == [ann.email]
    assert "The plan" in text
    assert "Owner: Policy officer" in text
    assert "It has no owner" in text
    assert "Still the owner" not in text
    assert "https://www.example.org/admin/collaboration/page/" in text
    assert remind_of_overdue_pages(NOW + days(31)) == (3, 1)


def test_an_office_without_a_manager_has_its_pages_told_to_the_programme(postbox, django_capture_on_commit_callbacks):
    ada = administrator()
    Page.objects.update(last_checked_on=TODAY)
    page("late/", last_checked_on=TODAY - days(380))
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_overdue_pages(NOW) == (1, 1)
    assert postbox.received[0].rcpt_tos == [ada.email]


# Agreements that end


@pytest.mark.parametrize(
    ("fields", "soon"),
    [
        ({"ends_on": TODAY + days(90)}, True),
        ({"ends_on": TODAY}, True),
        ({"ends_on": TODAY + days(91)}, False),
        ({"ends_on": TODAY - days(1)}, False),
        ({"ends_on": TODAY + days(1), "extended_until": TODAY + days(200)}, False),
        ({"ends_on": TODAY - days(100), "extended_until": TODAY + days(20)}, True),
        ({"ends_on": TODAY + days(1), "publish_at": None}, False),
        ({"ends_on": TODAY + days(1), "ended_on": TODAY - days(5)}, False),
        ({}, False),
    ],
)
def test_which_agreements_end_within_90_days(fields, soon):
    made = agreement("zyzzyva", **fields)
    assert Agreement.objects.filter(ends_soon(NOW), pk=made.pk).exists() is soon


def test_the_administrators_are_told_once_of_each_end(postbox, django_capture_on_commit_callbacks):
    ada = administrator()
    member("manager", OFFICE)
    made = agreement("zyzzyva", title="The zyzzyva agreement", ends_on=TODAY + days(60))
    with django_capture_on_commit_callbacks(execute=True):
        before = remind_of_ending_agreements(NOW)
        assert remind_of_ending_agreements(NOW + days(1)) == (before[0], 0)
    found = [letter for letter in postbox.received if "zyzzyva" in letter.content.decode()]
    assert [letter.rcpt_tos for letter in found] == [[ada.email]]
    Agreement.objects.filter(pk=made.pk).update(extended_until=TODAY + days(80))
    assert remind_of_ending_agreements(NOW)[1] == 1
