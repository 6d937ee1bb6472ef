"""Sending what a browser would send: the fields of a form as a page has them."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import html5lib

TOKEN = "k" * 32


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    body: str


def ask(address: str, session: str, path: str, data: dict | None = None) -> Answer:
    """One request to a running site with the session of somebody at the desk (none: ""); a POST where there is something to send."""
    site = urlsplit(str(address))
    connection = http.client.HTTPConnection(site.hostname, site.port, timeout=60)
    headers = {"Cookie": f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")}
    if data is None:
        connection.request("GET", path, headers=headers)
    else:
        headers |= {"X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(data, doseq=True), headers)
    got = connection.getresponse()
    answer = Answer(got.status, got.headers.get("Location", ""), got.read().decode(errors="replace"))
    connection.close()
    return answer


def fields_of(page: str) -> dict:
    """The fields of all forms on a page with what they hold, buttons and files aside."""
    found: dict = {}
    for element in outside_templates(html5lib.parse(page, namespaceHTMLElements=False)):
        name, kind = element.get("name"), element.get("type", "text")
        if not name or element.tag == "button" or kind in ("submit", "button", "file"):
            continue
        if element.tag == "textarea":
            # The parser drops a first line feed, as browsers do.
            found[name] = element.text or ""
        elif element.tag == "select":
            found[name] = [one.get("value") for one in element.iter("option") if one.get("selected") is not None]
        elif element.tag == "input" and (kind not in ("checkbox", "radio") or element.get("checked") is not None):
            found[name] = element.get("value", "")
    return {name: value for name, value in found.items() if name not in ("csrfmiddlewaretoken", "q")}


def outside_templates(element) -> Iterator:
    """The element and everything in it that a browser shows; what stands in a <template> is no part of any form."""
    if element.tag != "template":
        yield element
        for child in element:
            yield from outside_templates(child)
