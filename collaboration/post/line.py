"""A conversation with the mail server, and what its answers mean. Works with any of Django's backends."""

import smtplib
import sys
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection

# Mail servers hang up on whoever never stops.
LETTERS_IN_A_ROW = 50


class Line:
    """A connection that is opened when it is first needed, for so many letters in a row, and dropped after any failure."""

    def __init__(self):
        self.backend, self.carried = None, 0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.hang_up()

    def call(self) -> None:
        """Make sure that the mail server listens; raises what the backend raises where it does not."""
        if self.carried >= LETTERS_IN_A_ROW or not self.is_alive():
            self.hang_up()
        if self.backend is None:
            backend = get_connection()
            backend.open()
            self.backend = backend

    def is_alive(self) -> bool:
        """Whether the mail server still answers, as far as the backend can ask it."""
        noop = getattr(getattr(self.backend, "connection", None), "noop", None)
        try:
            return noop is None or noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def carry(self, message: EmailMessage) -> None:
        """Hand over one message; raises what the backend raises."""
        try:
            self.backend.send_messages([message])
            self.carried += 1
        except Exception:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        backend, self.backend, self.carried = self.backend, None, 0
        if backend is not None:
            with suppress(smtplib.SMTPException, OSError):  # it may have hung up already
                backend.close()


def refusals_of_address() -> tuple[type[Exception], ...]:
    """What a backend raises when an address is refused. Anymail is an extra, and takes long to load: who has not loaded it has not heard of it."""
    anymail = sys.modules.get("anymail.exceptions")
    return (smtplib.SMTPRecipientsRefused, anymail.AnymailRecipientsRefused) if anymail else (smtplib.SMTPRecipientsRefused,)


def refuses_address(error: Exception) -> bool:
    """Whether the mail server says that it will never take anything for this address (RFC 5321: codes from 500 on)."""
    if not isinstance(error, refusals_of_address()):
        return False
    codes = [code for code, _said in getattr(error, "recipients", {}).values()] if isinstance(error, smtplib.SMTPRecipientsRefused) else []
    return all(code >= 500 for code in codes)


def says_no(error: Exception) -> bool:
    """Whether the mail server has answered that it did not take the message. A line that goes dead says nothing."""
    answered = isinstance(error, (smtplib.SMTPResponseException, *refusals_of_address()))
    return answered or (getattr(error, "status_code", None) or 0) >= 400
