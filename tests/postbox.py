"""A mail server on this machine that keeps what it is given."""

import asyncio

import pytest
from aiosmtpd.controller import Controller


class Postbox:
    """Keeps what a mail server was given; refuses everything while it is out of order, and some addresses always."""

    def __init__(self):
        self.received, self.out_of_order, self.unknown = [], False, set()
        self.takes = 0  # seconds to answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, aiosmtpd's name for it
        if address in self.unknown:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.out_of_order:
            return "451 out of order"
        self.received.append(envelope)
        await asyncio.sleep(self.takes)
        return "250 kept"


@pytest.fixture
def postbox(settings):
    """A mail server on this machine, which the site talks to in earnest."""
    from .conftest import free_port

    box = Postbox()
    settings.EMAIL_PORT = free_port()
    server = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_USE_TLS = False
    settings.ENQUIRIES_TO = "desk@example.org"
    settings.ADDRESS = "https://www.example.org"
    yield box
    server.stop()
