"""The log and the letters about faults: they say where and when, and hold no word of what anybody sent."""

import io
import json
import logging
import os
import re
import time

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from empcp_site import fault_letters, logs
from tests.contact.conftest import TYPED, seasoned
from tests.desk import member, signed_in

from .processes import manage, wait_until

CANARY = "Zyzzyva"
EMAIL, ADDRESS, TOKEN = f"{CANARY}@example.com", "203.0.113.77", "zyzzyva-Zyzzyva-1234567890:1uXyZ2:Abcdefgh"
# Everything that may come with a request.
SENT = {"query_params": {"q": CANARY, CANARY: "1"}, "headers": {"user-agent": CANARY, "referer": f"https://example.com/{CANARY}", "cookie": f"preferences={CANARY}; {CANARY}=1", "x-request-id": f"{CANARY}-1"}, "REMOTE_ADDR": ADDRESS}


@pytest.fixture
def written():
    """What both kinds of log have written, as they go to standard error."""
    handlers = {name: logging.StreamHandler(io.StringIO()) for name in logs.FORMATS}
    for name, handler in handlers.items():
        handler.setFormatter(logs.FORMATS[name]())
        logging.getLogger().addHandler(handler)
    yield {name: handler.stream for name, handler in handlers.items()}
    for handler in handlers.values():
        logging.getLogger().removeHandler(handler)


@pytest.fixture
def admins(settings, postbox, tmp_path):
    """Somebody who runs the site, reached by a real mail server; nobody has been told anything yet."""
    settings.ADMINS = [("", "web@example.org")]
    settings.VAR_DIR = tmp_path
    handler = fault_letters.FaultLetters()
    logging.getLogger().addHandler(handler)
    before = [one for one in logging.getLogger().handlers if isinstance(one, fault_letters.FaultLetters) and one is not handler]
    for one in before:
        logging.getLogger().removeHandler(one)
    yield handler
    logging.getLogger().removeHandler(handler)
    for one in before:
        logging.getLogger().addHandler(one)


def record(message: str = "It failed", *arguments, fault: Exception | None = None, name: str = "collaboration.test", **more) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, "views.py", 1, message, arguments, (type(fault), fault, fault.__traceback__) if fault else None)
    made.__dict__.update(more)
    return made


def thrown(fault: Exception) -> Exception:
    try:
        raise fault
    except type(fault) as caught:
        return caught


# Everything that people send


def fail_with_what_was_typed(form):
    """Breaks as carelessly as anything may: with the words of the form in three exceptions."""
    typed = " ".join(str(value) for value in form.data.values())
    try:
        try:
            raise KeyError(typed)
        except KeyError as error:
            raise IntegrityError(f"Key (email)=({typed}) already exists") from error
    except IntegrityError:
        raise ValueError(typed) from None if "odd" in typed else ValueError(typed)


@pytest.mark.django_db
def test_no_word_that_a_visitor_sends_reaches_the_log_or_a_letter(written, admins, postbox, monkeypatch):
    monkeypatch.setattr("collaboration.contact.forms.EnquiryForm.is_valid", fail_with_what_was_typed)
    typed = {name: f"{CANARY} {number}" for number, name in enumerate(TYPED)} | {"email": EMAIL, "form_key": seasoned("/derbyshire-opcc/contact/")}
    answer = Client(raise_request_exception=False).post("/derbyshire-opcc/contact/", typed, **SENT)
    assert answer.status_code == 500
    (line,) = written["json"].getvalue().splitlines()
    told = json.loads(line)
    assert (told["level"], told["method"], told["route"], told["status"], told["request_id"]) == ("ERROR", "POST", "/contact/", 500, answer["X-Request-ID"])
    assert told["faults"][0]["kind"] == "ValueError"
    assert any("tests/ground/test_logs.py" in place and "fail_with_what_was_typed" in place for place in told["faults"][0]["places"])
    wait_until(lambda: postbox.received, seconds=10)
    (letter,) = postbox.received
    said = letter.content.decode()
    assert letter.rcpt_tos == ["web@example.org"]
    assert "ValueError" in said
    assert told["request_id"] in said
    for text in (*(stream.getvalue() for stream in written.values()), said, answer.text):
        assert CANARY.lower() not in text.lower()
        assert ADDRESS not in text


@pytest.mark.django_db
def test_no_word_that_an_editor_sends_reaches_the_log_or_a_letter(written, admins, postbox, monkeypatch):
    def fail(self, request, *args):
        raise ValueError(request.POST["title"], request.COOKIES, request.user.email, vars(request.user))

    monkeypatch.setattr("collaboration.pages.admin.PageAdmin.get_form", fail)
    user = member("publisher", email=EMAIL, name=CANARY)
    client = signed_in(Client(raise_request_exception=False), user)
    key = client.cookies["sessionid"].value
    answer = client.post("/admin/collaboration/page/add/", {"title": CANARY, "body": f"<p>{CANARY}</p>"}, query_params={"q": CANARY}, REMOTE_ADDR=ADDRESS)
    assert answer.status_code == 500
    wait_until(lambda: postbox.received, seconds=10)
    for text in (*(stream.getvalue() for stream in written.values()), postbox.received[0].content.decode()):
        assert text
        assert not [secret for secret in (CANARY.lower(), ADDRESS, key, user.password) if secret in text.lower() or secret in text]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/embargo/{TOKEN}/", f"/preview/{TOKEN}/", f"/news/alerts/{TOKEN}/", f"/admin/account/password/choose/1a-{TOKEN}/", f"/news/{CANARY.lower()}/", f"/{TOKEN}/{CANARY}@example.com/"])
def test_no_secret_part_of_an_address_reaches_the_log(written, monkeypatch, path):
    monkeypatch.setattr("collaboration.pace.asked_of", lambda request: 1 / 0)
    monkeypatch.setattr("collaboration.redirects.middleware.bare", lambda path: 1 / 0)
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 500
    for stream in written.values():
        assert "ZeroDivisionError" in stream.getvalue()
        assert CANARY.lower() not in stream.getvalue().lower()


# What is masked, and what is left to be read


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Told ada.lovelace@example.org of it", "Told … of it"),
        ("From 203.0.113.7 and 2001:db8::7 at 12:30:45", "From … and … at 12:30:45"),
        ("GET /search/?q=my+name&page=2", "GET /search/?…"),
        (f"The pass {TOKEN} was opened", "The pass … was opened"),
        ("The letter overdue-page-12 was not sent: SMTPRecipientsRefused", "The letter overdue-page-12 was not sent: SMTPRecipientsRefused"),
        ("collaboration.contact.views has failed 12 times", "collaboration.contact.views has failed 12 times"),
    ],
)
def test_a_sentence_keeps_what_is_nobodys(said, left):
    assert logs.masked(said) == left


def test_our_own_words_about_machines_are_kept():
    told = json.loads(logs.Json().format(record(fault=thrown(OperationalError("database is locked")))))
    assert told["faults"][0]["kind"] == "OperationalError: database is locked"
    told = json.loads(logs.Json().format(record(fault=thrown(OSError(28, "No space left on device", f"/files/{CANARY}.pdf")))))
    assert told["faults"][0]["kind"] == "OSError: No space left on device"


@pytest.mark.parametrize(("name", "said"), [("django.security.SuspiciousOperation", CANARY), ("gunicorn.error", f"Invalid request from ip={ADDRESS}: {CANARY}"), ("gunicorn.error", f"Error handling request /{CANARY}?x")])
def test_what_others_write_with_a_request_in_it_is_cut_short(name, said):
    for kind in logs.FORMATS.values():
        assert not [secret for secret in (CANARY, ADDRESS) if secret in kind().format(record(said, name=name))]


def test_a_record_of_many_lines_is_one_line_of_json():
    line = logs.Json().format(record("one\ntwo\r\n“three”\u2028four"))
    assert "\n" not in line
    assert json.loads(line)["message"].startswith("one\ntwo")


# Letters


def test_the_same_fault_is_told_once_an_hour_by_all_processes_together(admins, tmp_path):
    first, second = fault_letters.FaultLetters(), fault_letters.FaultLetters()
    assert first.is_new("ValueError views.py:1")
    assert not first.is_new("ValueError views.py:1")
    assert not second.is_new("ValueError views.py:1")
    assert second.is_new("ValueError views.py:2")
    (told, _other) = sorted((tmp_path / "faults").iterdir(), key=lambda file: file.name != fault_letters.hashlib.sha256(b"ValueError views.py:1").hexdigest()[:32])
    for moment in (time.time() - 3601, time.time() + 7200):
        os.utime(told, (moment, moment))
        assert second.is_new("ValueError views.py:1")
        assert not first.is_new("ValueError views.py:1")


def test_no_more_than_twenty_faults_are_told_in_an_hour(admins):
    assert sum(admins.is_new(f"fault {number}") for number in range(50)) == fault_letters.MOST_IN_AN_HOUR


def test_a_disk_that_takes_nothing_is_told_of_all_the_same(admins, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file"
    assert [admins.is_new(fault) for fault in ("one", "one", "two", "one")] == [True, False, True, False]


def test_a_mail_server_that_is_away_is_no_second_fault(admins, postbox, settings, written):
    settings.EMAIL_PORT = 9
    admins.emit(record(fault=thrown(ValueError("x"))))
    fault_letters.tell("Subject", "Body")
    assert not written["line"].getvalue()


def test_nobody_is_written_to_where_nobody_is_named(admins, postbox, settings):
    settings.ADMINS = []
    admins.emit(record())
    assert not postbox.received
    assert not (settings.VAR_DIR / "faults").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"EMPCP_LOG_FORMAT": "xml"}, "EMPCP_LOG_FORMAT is “xml”; set it to one of line, json."),
        ({"EMPCP_ADMINS": "web@example.org, ada"}, "EMPCP_ADMINS names somebody without an e-mail address"),
        ({"EMPCP_METRICS": "1"}, "EMPCP_METRICS shows the site’s figures to whoever knows EMPCP_METRICS_TOKEN"),
        ({"EMPCP_DEADLINE": "soon"}, "EMPCP_DEADLINE is “soon”"),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start_with_one_sentence(tmp_path, given, sentence):
    done = manage("check", var=tmp_path / "var", **given)
    assert done.returncode
    assert re.sub(r"\s+", " ", done.stderr).startswith(sentence)
    assert done.stderr.count("\n") == 1
