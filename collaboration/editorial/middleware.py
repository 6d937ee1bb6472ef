"""Answers 410 Gone, with the reason, at the address of something withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .withdrawn import Withdrawn


class WithdrawnMiddleware:
    """Turns Withdrawn, wherever a view met it, into the page a reader should have."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception):
        if isinstance(error, Withdrawn):
            return render(request, "410.html", {"reason": error.reason}, status=410)
        return None
