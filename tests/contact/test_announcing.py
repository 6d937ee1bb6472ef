"""The notice to the office, in a real conversation with a mail server on this machine."""

import logging
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from collaboration.contact.announcing import announce
from collaboration.contact.models import Enquiry

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
    assert enquiry.announced_at


def test_an_office_without_an_address_of_its_own_is_told_at_the_site_s(sending, postbox, sites):
    sites["derbyshire-opcc"].enquiries_email = ""
    sites["derbyshire-opcc"].save()
    sending()
    assert postbox.received[0].rcpt_tos == ["desk@example.org"]


def test_the_enquiry_is_stored_before_anybody_is_told(visitor, postbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        visitor.send(OFFICE)
    assert Enquiry.objects.get().announced_at is None
    assert len(waiting) == 1
    assert not postbox.received


def test_a_mail_server_that_fails_loses_nothing_and_the_log_tells_nothing(sending, postbox, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("collaboration"), "propagate", True)
    postbox.out_of_order = True
    assert sending().status_code == 302
    enquiry = Enquiry.objects.get()
    assert enquiry.announced_at is None
    assert enquiry.reference in caplog.text
    assert not [word for word in (*WRITTEN, "198.51.100.7", "desk@") if word in caplog.text]


def test_a_mail_server_that_is_not_there_loses_nothing(visitor, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert visitor.send(OFFICE).status_code == 302
    assert list(Enquiry.objects.owed()) == [Enquiry.objects.get()]


def test_the_command_sends_what_is_owed_once(sending, postbox, capsys):
    postbox.out_of_order = True
    sending()
    sending()
    with pytest.raises(CommandError, match="0 sent; 2 could not be sent"):
        call_command("announce_enquiries")
    postbox.out_of_order = False
    call_command("announce_enquiries")
    call_command("announce_enquiries")
    assert len(postbox.received) == 2
    assert not Enquiry.objects.filter(announced_at=None).exists()
    assert capsys.readouterr().out == "2 sent; none is owed.\n0 sent; none is owed.\n"


def test_two_that_announce_at_once_send_one_notice(sending, postbox):
    postbox.out_of_order = True
    sending()
    postbox.out_of_order = False
    enquiry = Enquiry.objects.get()
    assert Enquiry.objects.filter(pk=enquiry.pk).claim(timedelta(minutes=5))
    assert not announce(enquiry)
    assert not postbox.received


def test_a_claim_of_a_process_that_died_runs_out(sending, postbox):
    postbox.out_of_order = True
    sending()
    postbox.out_of_order = False
    enquiry = Enquiry.objects.get()
    Enquiry.objects.filter(pk=enquiry.pk).claim(timedelta(minutes=5), at=timezone.now() - timedelta(minutes=6))
    assert announce(enquiry)
    assert len(postbox.received) == 1
