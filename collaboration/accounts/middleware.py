"""The staff door: sessions, users and messages exist under /admin/ and nowhere else.

A public request has no session and no user, so no public page can vary by who asks, and none can
leak a draft to a reader because an editor had looked at it first.
"""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

DOOR = "/admin/"


def at_the_staff_door(request: HttpRequest) -> bool:
    """Whether a request is for the staff's side: under /admin/ on the programme's site."""
    return request.path_info.startswith(DOOR) and getattr(request.publisher, "is_programme", True)


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
