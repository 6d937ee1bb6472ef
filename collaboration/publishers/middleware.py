"""Whose site is this request for?

If the host is a publisher's own, that is the publisher. Otherwise, if the first part of the path is a
publisher's slug, that part moves to the script prefix, as a mounted application's would: one table of
addresses serves every site, and `{% url %}` inside a site comes out right. What is left is the
programme's.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_script_prefix, set_script_prefix

from collaboration.caching.notes import in_hand, noting

from .models import Publisher
from .remembering import every_publisher

# The staff door and what watches the site stand on the programme's site only.
ONE_DOOR = ("admin", "health", "metrics")


class PublisherMiddleware:
    """Sets `request.publisher` and `request.publishers` and mounts the path."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if in_hand.get() is None:
            # No page store in front. One reading of the editions is enough for all that is held.
            with noting():
                return self.answer(request)
        return self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        request.publishers = every_publisher()
        by_host = next((one for one in request.publishers if one.host and one.host == request.get_host()), None)
        if by_host:
            request.publisher = by_host
            return self.get_response(request)
        first, _, rest = request.path_info.removeprefix("/").partition("/")
        mounted = next((one for one in request.publishers if one.slug == first and not one.is_programme), None)
        if mounted is None:
            request.publisher = next((one for one in request.publishers if one.is_programme), None)
            return self.get_response(request)
        if not request.path_info.startswith(f"/{first}/"):
            return HttpResponsePermanentRedirect(request.path + "/")
        return self.under(mounted, rest, request)

    def under(self, publisher: Publisher, rest: str, request: HttpRequest) -> HttpResponse:
        """Answer the request as the publisher's site, mounted at its slug."""
        outside = get_script_prefix()
        request.publisher = publisher
        request.path_info = f"/{rest}"
        set_script_prefix(f"{outside}{publisher.slug}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(outside)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        """The staff door is not part of an office's site."""
        if request.path_info.partition("/")[2].partition("/")[0] in ONE_DOOR and not getattr(request.publisher, "is_programme", True):
            raise Http404("only on the programme's site")
