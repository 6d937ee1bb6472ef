"""How the interface answers: JSON with an entity tag, and problems as RFC 9457 describes them."""

import json
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from collaboration.caching.pages import unless_known
from collaboration.editorial.withdrawn import Withdrawn

PROBLEM = "application/problem+json"


class Problem(Exception):
    """A request that has no answer: the status, a sentence for people, and what is wrong with which parameter."""

    def __init__(self, status: int, detail: str, errors: list[dict] | None = None):
        super().__init__(detail)
        self.status, self.detail, self.errors = status, detail, errors or []


def problem(status: int, detail: str, path: str, errors: list[dict] | None = None) -> HttpResponse:
    """The answer that says so. `about:blank` is the type for what the status alone tells (RFC 9457, 4.2.1)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(detail), "instance": path}
    return HttpResponse(written(body | ({"errors": errors} if errors else {})), status=status, content_type=PROBLEM)


def written(body: dict) -> str:
    return json.dumps(body, ensure_ascii=False)


def answer(request: HttpRequest, body: dict, media_type: str) -> HttpResponse:
    """The body as JSON, or 304 where the asker has it already; it is to be asked for anew each time, for a withdrawal holds at once."""
    text = written(body)
    etag = quote_etag(blake2b(text.encode(), digest_size=16).hexdigest())
    response = unless_known(request, HttpResponse(text, content_type=media_type), etag)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    return response


def for_programs(view, media_type: str = "application/json"):
    """The view, on the programme's site alone, its body as JSON, with JSON too in place of every page that tells of an error."""

    @wraps(view)
    def answering(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            if not request.publisher.is_programme:
                raise Http404("only on the programme's site")
            return answer(request, view(request, *args, **kwargs), media_type)
        except Problem as found:
            return problem(found.status, found.detail, request.path, found.errors)
        except Withdrawn as gone:
            return problem(410, _("This was withdrawn: %(reason)s") % {"reason": gone.reason}, request.path)
        except Http404:
            return problem(404, _("There is nothing at this address."), request.path)

    return answering
