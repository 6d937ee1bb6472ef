"""What is written down when something goes wrong: where and when, never what people typed or who they are.

The words of most exceptions repeat what they choked on, so only their kind and the places they passed are
kept. A request is known by a name of its own and by the pattern of its address, which carries no token.
"""

import json
import logging
import re
import secrets
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

ROOT = f"{Path(__file__).resolve().parent.parent}/"
# Exceptions whose words are about our code or our machines. A value of somebody's cannot stand in them.
TELLING = (OperationalError, AttributeError, NameError, ImportError, ImproperlyConfigured)
# What begins so goes on with what somebody sent.
CUT_SHORT = {"Invalid request from": "A request could not be read.", "Error handling request": "A request could not be answered."}
NAME = re.compile(r"[A-Za-z0-9-]{8,64}")
PLAIN = re.compile(r"[a-z.-]{0,40}")
EMAIL = re.compile(r"[^\s<>\"'(),;:/]+@[^\s<>\"'(),;:/]+")
QUESTION = re.compile(r"\?\S+")
ADDRESS = re.compile(r"[0-9a-fA-F:]*[:.][0-9a-fA-F:.]*[0-9a-fA-F:]")
TOKEN = re.compile(r"(?=[\w=:.~-]*\d)(?=[\w=:.~-]*[A-Za-z])[\w=:.~-]{16,}")
GONE = "…"

current: ContextVar[str] = ContextVar("the name of the request in hand", default="")


def named(get_response):
    """Middleware that gives each request a name, which its records in the log carry, and an answer that reports a fault."""

    def middleware(request: HttpRequest) -> HttpResponse:
        before = current.set(name_for(request))
        try:
            response = get_response(request)
            if response.status_code >= 500:
                response.headers["X-Request-ID"] = current.get()
            return response
        finally:
            current.reset(before)

    return middleware


def name_for(request: HttpRequest) -> str:
    """The name that a proxy of ours gave the request, or a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
    return given if NAME.fullmatch(given) else secrets.token_hex(8)


def masked(text: str) -> str:
    """The text without what may be an e-mail address, a network address, a question or a token."""
    text = QUESTION.sub(f"?{GONE}", EMAIL.sub(GONE, text))
    return TOKEN.sub(GONE, ADDRESS.sub(without_address, text))


def without_address(found: re.Match) -> str:
    try:
        ip_address(found[0])
    except ValueError:
        return found[0]
    return GONE


def route_of(request: HttpRequest) -> str:
    """The pattern of the address that was asked for; where there is none, the address without what is no plain word."""
    match = getattr(request, "resolver_match", None)
    if match:
        return f"/{match.route}"
    return "/".join(part if PLAIN.fullmatch(part) else GONE for part in request.path.split("/"))


def message_of(record: logging.LogRecord) -> str:
    """What the record says, without what somebody sent."""
    if record.name.startswith("django.security"):
        return record.name.rpartition(".")[2]
    said, request = record.getMessage(), getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        said = said.replace(request.path, route_of(request))
    return masked(next((instead for start, instead in CUT_SHORT.items() if said.startswith(start)), said))


def words_of(fault: BaseException) -> str:
    """What an exception says, if that can only be about ourselves: one line at most."""
    if isinstance(fault, OSError):
        return fault.strerror or ""
    return masked(str(fault).split("\n")[0]) if isinstance(fault, TELLING) else ""


def faults_of(fault: BaseException | None) -> list[BaseException]:
    """An exception and those it came from, the last of them first."""
    found: list[BaseException] = []
    while fault and fault not in found:
        found.append(fault)
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return found


def kind_of(fault: BaseException) -> str:
    words = words_of(fault)
    return f"{type(fault).__qualname__}: {words}" if words else type(fault).__qualname__


def places_of(fault: BaseException) -> list[str]:
    """Where an exception came through, from the outside in."""
    return [f"{frame.filename.removeprefix(ROOT)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)]


class Json(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        told = {"time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname, "logger": record.name, "message": message_of(record)}
        told["request_id"] = current.get()
        if isinstance(request, HttpRequest):
            told |= {"method": request.method, "route": route_of(request), "status": getattr(record, "status_code", None)}
        fault = record.exc_info[1] if record.exc_info else None
        told["faults"] = [{"kind": kind_of(one), "places": places_of(one)} for one in faults_of(fault)]
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


class Lines(logging.Formatter):
    """The same for people: a line for the record, and one for each place an exception came through."""

    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        request_name = f" [{current.get()}]" if current.get() else ""
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name}: {message_of(record)}{request_name}"]
        for fault in faults_of(record.exc_info[1] if record.exc_info else None):
            lines += [f"  {kind_of(fault)}", *(f"    {place}" for place in places_of(fault))]
        return "\n".join(lines)


FORMATS = {"line": Lines, "json": Json}
