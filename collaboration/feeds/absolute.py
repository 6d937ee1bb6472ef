"""Whole addresses in place of those that mean something on our own pages only: what is sent away is read elsewhere."""

import re
from html import escape, unescape
from urllib.parse import urljoin

# A tag, whose attributes may hold a pointed bracket between their quotation marks.
TAG = re.compile(r"<[a-z](?:[^<>\"]|\"[^\"]*\")*>")
ADDRESS = re.compile(r' (href|src|srcset)="([^"]*)"')
# Of no use away from our pages: names of places that several texts may share, and what serves our own styles.
OUR_OWN = re.compile(r' (?:id|class|tabindex|role|aria-[a-z]+|loading|decoding|sizes)="[^"]*"')


def with_whole_addresses(html: str, base: str) -> str:
    """The HTML of a page of ours, as it can be shown anywhere: every address whole, and without ids, classes and roles."""

    def whole(found: re.Match) -> str:
        kind, value = found[1], unescape(found[2])
        if kind == "srcset":
            pieces = [piece.strip().split(" ", 1) for piece in value.split(",") if piece.strip()]
            value = ", ".join(" ".join([urljoin(base, address), *size]) for address, *size in pieces)
        else:
            value = urljoin(base, value)
        return f' {kind}="{escape(value)}"'

    return TAG.sub(lambda tag: ADDRESS.sub(whole, OUR_OWN.sub("", tag[0])), html)
