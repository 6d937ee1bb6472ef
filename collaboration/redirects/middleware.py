"""Where the answer would be 404: leads on from an old address, or counts one that is missing."""

from copy import copy

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_script_prefix, set_script_prefix

from collaboration.publishers.addresses import leading_to
from collaboration.publishers.models import Publisher

from . import missing
from .models import NEVER_REDIRECTED, Place, Redirect, bare

# Long enough to spare us a question, short enough that an editor's mistake can be taken back.
REMEMBERED_FOR = "max-age=3600"


class RedirectMiddleware:
    """Stands inside CommonMiddleware, so that an old address without its last stroke leads on in one step."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or not getattr(request, "publisher", None):
            return response
        path = bare(request.path_info)
        if path.partition("/")[0] in NEVER_REDIRECTED:
            return response
        onward = Redirect.objects.select_related("publisher").at(Place(request.publisher.pk, path))
        if onward and self.is_public(onward, request):
            return leading_on(onward, request)
        # Without its last stroke an address is asked for once more, with it.
        if request.method == "GET" and request.path_info.endswith("/"):
            missing.count(request.publisher, path)
        return response

    def is_public(self, redirect: Redirect, request: HttpRequest) -> bool:
        """Whether the public finds something where it leads: a redirect may not tell of what is under embargo.

        The site itself is asked, as the reader would ask it next: there is no second rule to keep in step.
        """
        publisher = next((one for one in request.publishers if one.pk == target_of(redirect, request)), None)
        if publisher is None:
            return not redirect.target.startswith("site:")
        asked = copy(request)
        asked.META = asked.environ = {**request.META, "QUERY_STRING": ""}
        asked.__dict__.pop("GET", None)
        asked.publisher, asked.path_info = publisher, f"/{redirect.target_path().partition('?')[0].partition('#')[0]}"
        outside = get_script_prefix()
        set_script_prefix("/" if publisher.host else publisher.mount)
        try:
            answer = self.get_response(asked)
        finally:
            set_script_prefix(outside)
        if answer.streaming:
            answer.close()
        return answer.status_code != 404


def target_of(redirect: Redirect, request: HttpRequest) -> int | None:
    """The number of the site that it leads to; None for an outside address or a site there is not."""
    try:
        publisher: Publisher | None = redirect.target_publisher()
    except Publisher.DoesNotExist:
        return None
    return publisher.pk if publisher else None


def leading_on(redirect: Redirect, request: HttpRequest) -> HttpResponse:
    """The way to its target, with the question that came with the old address."""
    address = leading_to(redirect.target, request.publishers)
    question = request.META.get("QUERY_STRING", "")
    if question:
        address, hash_sign, fragment = address.partition("#")
        address += ("&" if "?" in address else "?") + question + hash_sign + fragment
    response = HttpResponsePermanentRedirect(address)
    response.headers["Cache-Control"] = REMEMBERED_FOR
    return response
