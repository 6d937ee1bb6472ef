"""Letters, in a real conversation with a mail server on this machine."""

import logging
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from collaboration.post.models import Letter
from collaboration.post.sending import PAUSE, forget, message_id, post, send, send_owed
from tests.making import hours

pytestmark = pytest.mark.django_db
TEMPLATE = "emails/enquiry.txt"


@pytest.fixture
def posting(postbox, django_capture_on_commit_callbacks):
    """Posts a letter and lets happen what follows its commit."""

    def write(key: str = "a-key", to: str = "ada@example.org", subject: str = "A subject", at=None):
        with django_capture_on_commit_callbacks(execute=True):
            return post(key, to, subject, TEMPLATE, {"address": "https://www.example.org/opens/1"}, at)

    return write


def headers(envelope):
    return message_from_bytes(envelope.content)


def test_a_letter_arrives_once_with_its_words(posting, postbox):
    letter = posting()
    (arrived,) = postbox.received
    assert arrived.rcpt_tos == ["ada@example.org"]
    assert headers(arrived)["Subject"] == "A subject"
    assert "https://www.example.org/opens/1" in arrived.content.decode()
    assert headers(arrived)["Auto-Submitted"] == "auto-generated"
    letter.refresh_from_db()
    assert letter.sent_at


def test_a_letter_with_the_same_key_is_not_sent_again(posting, postbox):
    assert posting()
    assert posting(to="bo@example.org") is None
    assert len(postbox.received) == 1


def test_what_was_rolled_back_is_never_sent(postbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        post("a-key", "ada@example.org", "A subject", TEMPLATE, {})
        transaction.set_rollback(True)
    assert not postbox.received
    assert not Letter.objects.exists()


def test_nothing_is_sent_before_the_commit(postbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        post("a-key", "ada@example.org", "A subject", TEMPLATE, {})
    assert len(waiting) == 1
    assert not postbox.received


def test_the_words_are_erased_as_a_letter_is_sent_and_kept_while_it_is_owed(posting, postbox):
    postbox.out_of_order = True
    letter = posting()
    letter.refresh_from_db()
    assert "opens/1" in letter.body
    postbox.out_of_order = False
    assert send_owed() == (1, 0)
    letter.refresh_from_db()
    assert letter.body == ""


def test_a_letter_for_later_waits_for_its_moment(posting, postbox):
    letter = posting(at=timezone.now() + hours(1))
    assert send_owed() == (0, 0)
    assert not postbox.received
    Letter.objects.filter(pk=letter.pk).update(due_at=timezone.now() - hours(1))
    assert send_owed() == (1, 0)


def test_a_line_break_in_a_subject_forges_no_header(posting, postbox):
    posting(subject="A subject\r\nBcc: eve@example.org")
    (arrived,) = postbox.received
    assert arrived.rcpt_tos == ["ada@example.org"]
    assert headers(arrived)["Bcc"] is None


def test_while_the_mail_server_fails_nobody_waits_for_it(posting, postbox):
    postbox.out_of_order = True
    posting("first")
    postbox.out_of_order = False
    posting("second")
    assert not postbox.received
    Letter.objects.filter(key="first").update(failed_at=timezone.now() - PAUSE)
    posting("third")
    assert len(postbox.received) == 1


def test_the_log_tells_the_kind_of_failure_and_no_address(posting, postbox, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("collaboration"), "propagate", True)
    postbox.unknown.add("ada@example.org")
    posting()
    assert "The letter a-key was not sent: SMTPRecipientsRefused" in caplog.text
    assert "ada@" not in caplog.text


def test_a_claim_from_before_the_clock_was_put_back_keeps_no_letter(posting, postbox):
    postbox.out_of_order = True
    posting()
    postbox.out_of_order = False
    Letter.objects.update(claimed_until=timezone.now() + timedelta(minutes=4))
    assert send_owed() == (0, 0)
    Letter.objects.update(claimed_until=timezone.now() + timedelta(days=1))
    assert send_owed() == (1, 0)


def test_an_address_that_takes_nothing_keeps_nobody_waiting(posting, postbox):
    later = timezone.now() + hours(1)
    for number in range(4):
        postbox.unknown.add(f"gone{number}@example.org")
        posting(f"gone-{number}", to=f"gone{number}@example.org", at=later)
    posting("sound", at=later)
    Letter.objects.update(due_at=timezone.now() - hours(1))
    send_owed()
    send_owed()
    assert [arrived.rcpt_tos for arrived in postbox.received] == [["ada@example.org"]]


def test_a_letter_is_given_up_after_a_week_and_its_words_and_address_go(posting, postbox, settings):
    postbox.out_of_order = True
    letter = posting()
    Letter.objects.update(due_at=timezone.now() - timedelta(days=8))
    assert send_owed() == (0, 0)
    assert list(Letter.objects.given_up()) == [letter]
    assert forget() == 0
    assert forget(timezone.now() + timedelta(days=settings.KEEP_LETTERS_DAYS)) == 1
    letter.refresh_from_db()
    assert (letter.to, letter.subject, letter.body) == ("", "", "")


def test_whom_a_letter_went_to_is_forgotten_after_its_days_and_the_key_stays(posting, postbox, settings):
    letter = posting()
    assert forget(timezone.now() + timedelta(days=settings.KEEP_LETTERS_DAYS - 1)) == 0
    assert forget(timezone.now() + timedelta(days=settings.KEEP_LETTERS_DAYS + 1)) == 1
    letter.refresh_from_db()
    assert (letter.to, letter.subject, letter.key) == ("", "", "a-key")
    assert posting() is None


def test_the_command_sends_what_is_owed_once(posting, postbox, capsys):
    postbox.out_of_order = True
    posting("one")
    posting("two")
    with pytest.raises(CommandError, match="0 sent; 2 could not be sent"):
        call_command("send_post")
    postbox.out_of_order = False
    call_command("send_post")
    call_command("send_post")
    assert len(postbox.received) == 2
    assert capsys.readouterr().out == "2 sent; none is owed.\n0 sent; none is owed.\n"


def test_a_claimed_letter_is_left_to_who_claimed_it_until_the_claim_runs_out(posting, postbox):
    postbox.out_of_order = True
    letter = posting()
    postbox.out_of_order = False
    this = Letter.objects.filter(pk=letter.pk)
    assert this.claim(timedelta(minutes=5))
    assert not send(letter)
    assert not postbox.received
    this.update(claimed_until=timezone.now() - timedelta(minutes=1))
    assert send(letter)
    assert len(postbox.received) == 1


def test_both_copies_of_one_letter_would_carry_one_message_id(posting, postbox):
    letter = posting()
    Letter.objects.filter(pk=letter.pk).update(sent_at=None)  # as if the sender had been killed before it wrote it down
    assert send(letter)
    first, second = (headers(arrived)["Message-ID"] for arrived in postbox.received)
    assert first == second == message_id("a-key")
    assert first.endswith("@www.example.org>")
    assert "a-key" not in first
