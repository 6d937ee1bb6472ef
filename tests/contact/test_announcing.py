"""The notice to the office, in a real conversation with a mail server on this machine.

How letters are sent, once and only once, is tested in tests/post.
"""

import logging

import pytest
from django.core.management import call_command

from collaboration.contact.announcing import announce
from collaboration.contact.models import Enquiry
from collaboration.post.models import Letter

OFFICE = "/derbyshire-opcc/contact/"
WRITTEN = ("Ada", "ada@example.org", "shared units", "dogs")


@pytest.fixture
def sending(visitor, postbox, django_capture_on_commit_callbacks):
    """Sends an enquiry and lets happen what follows its commit."""

    def send(**typed):
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.send(OFFICE, **typed)

    return send


def test_the_office_is_told_of_a_reference_and_a_link_and_of_nothing_written(sending, postbox, sites):
    sites["derbyshire-opcc"].enquiries_email = "office@example.org"
    sites["derbyshire-opcc"].save()
    sending()
    enquiry, (notice,) = Enquiry.objects.get(), postbox.received
    text = notice.content.decode()
    assert notice.rcpt_tos == ["office@example.org"]
    assert enquiry.reference in text
    assert f"https://www.example.org/admin/collaboration/enquiry/{enquiry.pk}/change/" in text
    assert not [word for word in WRITTEN if word in text]
    assert Letter.objects.get().sent_at


def test_an_office_without_an_address_of_its_own_is_told_at_the_site_s(sending, postbox, sites):
    sites["derbyshire-opcc"].enquiries_email = ""
    sites["derbyshire-opcc"].save()
    sending()
    assert postbox.received[0].rcpt_tos == ["desk@example.org"]


def test_the_enquiry_and_its_notice_are_stored_before_anybody_is_told(visitor, postbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        visitor.send(OFFICE)
    assert Letter.objects.get().key == Enquiry.objects.get().letter_key
    assert len(waiting) == 1
    assert not postbox.received


def test_the_outbox_holds_nothing_that_was_written(visitor, sites):
    visitor.send(OFFICE)
    letter = Letter.objects.get()
    kept = f"{letter.key} {letter.to} {letter.subject} {letter.body}"
    assert not [word for word in WRITTEN if word in kept]


def test_a_mail_server_that_fails_loses_nothing_and_the_log_tells_nothing(sending, postbox, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("collaboration"), "propagate", True)
    postbox.out_of_order = True
    assert sending().status_code == 302
    enquiry = Enquiry.objects.get()
    assert Letter.objects.get().sent_at is None
    assert enquiry.reference in caplog.text
    assert not [word for word in (*WRITTEN, "198.51.100.7", "desk@") if word in caplog.text]
    postbox.out_of_order = False
    call_command("send_post")
    call_command("send_post")
    assert len(postbox.received) == 1


def test_a_mail_server_that_is_not_there_loses_nothing(visitor, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert visitor.send(OFFICE).status_code == 302
    assert [letter.key for letter in Letter.objects.owed()] == [Enquiry.objects.get().letter_key]


def test_an_office_is_not_told_twice_of_one_enquiry(sending, postbox):
    sending()
    assert announce(Enquiry.objects.get()) is None
    assert len(postbox.received) == 1
