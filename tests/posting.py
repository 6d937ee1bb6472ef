"""Sending what a browser would send: the fields of a form as a page has them."""

import http.client
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

TOKEN = "k" * 32


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    body: str


def ask(address: str, session: str, path: str, data: dict | None = None, **more: str) -> Answer:
    """One request to a running site with the session of somebody at the desk (none: ""); a POST where there is something to send."""
    site = urlsplit(str(address))
    headers = {"Cookie": f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else ""), **more}
    with closing(http.client.HTTPConnection(site.hostname, site.port, timeout=60)) as connection:
        if data is None:
            connection.request("GET", path, headers=headers)
        else:
            headers |= {"X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(data, doseq=True), headers)
        got = connection.getresponse()
        return Answer(got.status, got.headers.get("Location", ""), got.read().decode(errors="replace"))


def fields_of(page: str) -> dict:
    """The fields of all forms on a page with what they hold, buttons and files aside."""
    reader = Fields()
    reader.feed(page)
    return {name: value for name, value in reader.found.items() if name not in ("csrfmiddlewaretoken", "q")}


class Fields(HTMLParser):
    """Collects the fields of forms that a browser would send; what stands in a <template> is no part of any form."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: dict = {}
        self.templates = 0
        self.text = self.select = ""

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        name, kind = known.get("name"), known.get("type", "text")
        if tag == "template":
            self.templates += 1
        elif self.templates:
            return
        elif tag == "textarea" and name:
            self.text, self.found[name] = name, ""
        elif tag == "select" and name:
            self.select, self.found[name] = name, []
        elif tag == "option" and self.select and "selected" in known:
            self.found[self.select].append(known.get("value"))
        elif tag == "input" and name and kind not in ("submit", "button", "file") and (kind not in ("checkbox", "radio") or "checked" in known):
            self.found[name] = known.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "template":
            self.templates -= 1
        elif tag == "textarea" and self.text:
            # Browsers drop a first line feed.
            self.found[self.text] = self.found[self.text].removeprefix("\n")
            self.text = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data):
        if self.text:
            self.found[self.text] += data
