"""A request that takes too long is ended with a plain “try again”, so that it does not keep a thread from others.

Its time is looked at before each question to the database: that is where a request of ours can wait, and where
ending it undoes its transaction. Code that asks the database nothing is not ended by this, nor is a single
question: the database's own time-outs do that. At the desk, where files are sent and read, there is thrice the time.
"""

import time

from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

AT_THE_DESK = 3


class TookTooLong(OperationalError):
    """The time that a request may take is over."""


def deadlines(get_response):
    """Middleware that gives a request its time, in which it has to have asked its last question."""

    def middleware(request: HttpRequest) -> HttpResponse:
        seconds = settings.DEADLINE * (AT_THE_DESK if request.path_info.startswith("/admin/") else 1)
        if not seconds:
            return get_response(request)
        end = time.monotonic() + seconds

        def ask_in_time(execute, sql, parameters, many, context):
            if time.monotonic() > end:
                raise TookTooLong(f"The request took longer than {seconds} seconds.")
            return execute(sql, parameters, many, context)

        with connection.execute_wrapper(ask_in_time):
            return get_response(request)

    return middleware
