"""What is refused, politely: at the field or at the top, with everything typed kept and never a 500."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from collaboration.contact.models import Enquiry
from collaboration.senders import client_address, sender_key
from collaboration.visitors.form_keys import FormKey

from .conftest import TYPED, Visitor, controls, seasoned

OFFICE = "/derbyshire-opcc/contact/"
FORM = "application/x-www-form-urlencoded"


def assert_refused(response, *fields):
    """The form again, with a message at each field, what was typed, and nothing stored."""
    html = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in html
    for field in fields:
        assert f'id="id_{field}_error"' in html
        assert f'href="#id_{field}"' in html
    kept = controls(html)
    for name in TYPED.keys() - {*fields, "homepage"}:
        assert kept[name] == TYPED[name]
    assert not Enquiry.objects.exists()
    return kept


@pytest.mark.parametrize("field", ["name", "subject", "email", "phone"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\x85"])
def test_a_line_break_in_a_line_is_refused_at_the_field(visitor, field, ending):
    start = {"email": "ada@example.org", "phone": "0115 496 0001"}.get(field, "Ada")
    kept = assert_refused(visitor.send(OFFICE, **{field: f"{start}{ending}Bcc: all@example.org"}), field)
    assert kept[field] == f"{start} Bcc: all@example.org"


@pytest.mark.parametrize("field", ["name", "subject", "email", "phone", "message"])
@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ufffd", "\x9d"])
def test_a_character_that_is_no_text_is_refused_at_the_field(visitor, field, character):
    kept = assert_refused(visitor.send(OFFICE, **{field: f"one{character}two"}), field)
    assert kept[field] == f"one{character}two".translate({0: None, 0x1B: None, 0x9D: None})


@pytest.mark.parametrize("field", ["name", "subject", "message"])
def test_bytes_that_are_no_utf_8_are_refused_at_the_field(visitor, field):
    typed = {name: value.encode() for name, value in (TYPED | {"form_key": seasoned(OFFICE)}).items()}
    body = urlencode(typed | {field: b"caf\xe9 \xff\xed\xa0\x80"})
    assert_refused(visitor.client.post(OFFICE, body, content_type=FORM), field)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "x" * 121), ("subject", "x" * 151), ("message", "x" * 5001), ("email", "a" * 250 + "@example.org"), ("phone", "0" * 41)],
)
def test_what_is_too_long_is_refused_at_the_field_and_kept_whole(visitor, field, value):
    assert assert_refused(visitor.send(OFFICE, **{field: value}), field)[field] == value


def test_a_long_message_in_a_browser_s_line_ends_fits_as_its_writer_counted_it(visitor):
    assert visitor.send(OFFICE, message="x\r\n" * 2499 + "xx").status_code == 302
    assert Enquiry.objects.get().message == "x\n" * 2499 + "xx"


def test_two_hundred_kilobytes_are_a_message_that_is_too_long(visitor):
    assert_refused(visitor.send(OFFICE, message="x" * 200_000, phone="-" * 20_000), "message", "phone")


def test_megabytes_are_refused_before_they_are_read(visitor):
    response = visitor.send(OFFICE, message="x" * 3_000_000)
    assert response.status_code == 413
    assert not Enquiry.objects.exists()


def test_more_fields_than_a_form_has_are_a_bad_request(visitor):
    body = "&".join(f"f{number}=" for number in range(2000))
    assert visitor.client.post(OFFICE, body, content_type=FORM).status_code == 400


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "rot13", "base64", "undefined", "no-such"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=line"])
def test_a_strange_encoding_is_no_server_error(visitor, kind, charset):
    fields = {"name": "+2AA-", "form_key": "+2AA-", "homepage": "+2AA-", "email": "+2AA-", "message": "+2AA-"}
    if kind == FORM:
        body = urlencode(fields)
    else:
        body = "".join(f'--line\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()) + "--line--\r\n"
    response = visitor.client.generic("POST", OFFICE, body.encode(), content_type=f"{kind}; charset={charset}")
    assert response.status_code in {200, 400, 415}
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("email", ["ada", "ada@", "ada@example", "ada example@example.org", "a@b@example.org"])
def test_an_address_that_is_none_is_refused_at_the_field(visitor, email):
    assert_refused(visitor.send(OFFICE, email=email), "email")


@pytest.mark.parametrize("phone", ["none", "12", "1" * 30])
def test_a_number_that_is_none_is_refused_at_the_field(visitor, phone):
    assert_refused(visitor.send(OFFICE, phone=phone), "phone")


def test_html_in_what_was_typed_is_shown_as_text(visitor):
    html = visitor.send(OFFICE, name='"><script>alert(1)</script>', subject="").content.decode()
    assert "<script>alert" not in html


def test_a_form_sent_at_once_is_refused_with_a_fresh_key_and_everything_typed(visitor):
    quick = seasoned(OFFICE, timedelta(seconds=1))
    kept = assert_refused(visitor.send(OFFICE, key=quick))
    assert kept["form_key"] not in {"", quick}


def test_a_form_a_day_old_is_refused_with_a_key_that_then_holds(visitor):
    kept = assert_refused(visitor.send(OFFICE, key=seasoned(OFFICE, timedelta(hours=24, seconds=1))))
    later = timezone.now() + timedelta(seconds=3)
    assert not FormKey.read(kept["form_key"], "contact.enquiry.derbyshire-opcc").is_too_quick(later)


@pytest.mark.parametrize("key", ["", "x", "é" * 30, "\x00", "a" * 22 + ".1:" + "b" * 43, "a" * 100_000])
def test_a_key_we_did_not_make_is_refused_as_an_old_one_is(visitor, key):
    assert_refused(visitor.send(OFFICE, key=key))


def test_a_key_holds_for_its_own_form_and_site_alone(visitor):
    assert_refused(visitor.send(OFFICE, key=seasoned("/nottinghamshire-opcc/contact/")))
    assert_refused(visitor.send(OFFICE, key=seasoned("/derbyshire-opcc/complaints/form/")))


def test_a_mistake_at_a_field_keeps_the_key(visitor):
    key = seasoned(OFFICE)
    assert assert_refused(visitor.send(OFFICE, key=key, message=""), "message")["form_key"] == key


def test_a_robot_that_fills_in_every_box_is_refused(visitor):
    kept = assert_refused(visitor.send(OFFICE, homepage="http://spam.example/"))
    assert kept["homepage"] == ""


def test_the_sixth_in_an_hour_is_refused_with_everything_typed_kept(visitor):
    for _turn in range(5):
        assert visitor.send(OFFICE).status_code == 302
    response = visitor.send("/nottinghamshire-opcc/contact/")
    kept = controls(response.content.decode())
    assert response.status_code == 429
    assert 3500 < int(response["Retry-After"]) <= 3601
    assert "no-store" in response["Cache-Control"]
    assert {name: kept[name] for name in TYPED} == TYPED
    assert Enquiry.objects.count() == 5


def test_another_address_and_a_later_hour_are_counted_by_themselves(visitor):
    for _turn in range(5):
        visitor.send(OFFICE)
    assert Visitor(visitor.client, "198.51.100.8").send(OFFICE).status_code == 302
    Enquiry.objects.update(sent_at=timezone.now() - timedelta(minutes=61))
    assert visitor.send(OFFICE).status_code == 302


def test_what_was_refused_does_not_count(visitor):
    for _turn in range(8):
        visitor.send(OFFICE, message="")
    assert visitor.send(OFFICE).status_code == 302


def test_the_address_is_nowhere_in_what_is_stored(visitor):
    visitor.send(OFFICE)
    assert "198.51.100.7" not in str(Enquiry.objects.values().get())


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        (2, "6.6.6.6, 203.0.113.1, 10.0.0.1", "203.0.113.1"),
        (2, "203.0.113.1", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_our_outermost_proxy_saw(rf, proxies, forwarded, address):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request, proxies) == address


def test_one_line_of_ipv6_is_one_sender_and_a_port_makes_no_other(db):
    assert sender_key("2001:db8:1:2::1") == sender_key("2001:db8:1:2:ffff::9") != sender_key("2001:db8:1:3::1")
    assert sender_key("203.0.113.1") == sender_key("203.0.113.1:4711") == sender_key("::ffff:203.0.113.1")
    assert sender_key("[2001:db8:1:2::1]:80") == sender_key("2001:db8:1:2::1")
    assert sender_key("unknown") != sender_key("")
