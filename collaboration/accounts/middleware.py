"""The staff door: sessions, users and messages exist under /admin/ and nowhere else.

A public request has no session and no user, so no public page can vary by who asks, and none can
leak a draft to a reader because an editor had looked at it first. What somebody must have shown before
a page behind the door answers is in `second_factor`.
"""

from allauth.account.middleware import AccountMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from .staff_door import at_the_staff_door


class BehindTheDoor:
    """For a middleware that acts at the staff door and lets every other request pass untouched."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return super().__call__(request) if at_the_staff_door(request) else self.get_response(request)


class StaffSessionMiddleware(BehindTheDoor, SessionMiddleware):
    """Sessions, for staff."""


class StaffAuthenticationMiddleware(BehindTheDoor, AuthenticationMiddleware):
    """Users, for staff."""


class StaffMessageMiddleware(BehindTheDoor, MessageMiddleware):
    """Messages, for staff; and what they see is kept by no cache, neither ours nor the browser's."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers["Cache-Control"] = "no-store, private"
        return super().process_response(request, response)


def staff_account_middleware(get_response):
    """Middleware of allauth, for staff."""
    acting = AccountMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        return acting(request) if at_the_staff_door(request) else get_response(request)

    middleware.process_exception = acting.process_exception
    return middleware
