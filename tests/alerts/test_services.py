"""Another backend than a mail server: django-anymail, whose own backend for tests shows what a service would get."""

import pytest

from tests.ground.processes import manage
from tests.making import release

from .conftest import round_of_post, subscriber

anymail = pytest.importorskip("anymail.backends.test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_a_service(settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"


def test_a_service_gets_our_letters_with_their_headers(mailoutbox):
    subscriber()
    release(headline="Chief’s plan")
    assert round_of_post() == (1, 0)
    letter = mailoutbox[0].anymail_test_params
    assert [one.addr_spec for one in letter["to"]] == ["ada@example.org"]
    assert letter["subject"] == "Derbyshire OPCC: Chief’s plan"
    assert "https://www.example.org/derbyshire-opcc/news/a-release/" in letter["text_body"]
    headers = dict(letter["extra_headers"])
    assert headers["List-Unsubscribe"].startswith("<https://www.example.org/derbyshire-opcc/alerts/leave/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {"List-Id", "Precedence", "Auto-Submitted", "Message-ID"} <= headers.keys()


def test_a_service_that_refuses_an_address_counts_as_a_mail_server_that_does(monkeypatch):
    from anymail.exceptions import AnymailRecipientsRefused

    def refuse(*_arguments):
        raise AnymailRecipientsRefused

    monkeypatch.setattr(anymail.EmailBackend, "post_to_esp", refuse)
    one = subscriber()
    release()
    assert round_of_post() == (0, 0)
    one.refresh_from_db()
    assert one.refused_days == 1


@pytest.mark.parametrize(("service", "said"), [('{"POSTMARK_SERVER_TOKEN": "x"}', "('x', 'anymail.backends.postmark.EmailBackend')"), ("token", "EMPCP_ANYMAIL is no JSON")])
def test_the_service_is_a_setting(tmp_path, service, said):
    asked = "from django.conf import settings; print((settings.ANYMAIL['POSTMARK_SERVER_TOKEN'], settings.EMAIL_BACKEND))"
    done = manage("shell", "-v0", "-c", asked, var=tmp_path, EMPCP_ANYMAIL=service, EMPCP_EMAIL_BACKEND="anymail.backends.postmark.EmailBackend")
    assert said in done.stdout + done.stderr
