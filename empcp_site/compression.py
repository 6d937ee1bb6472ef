"""Pages travel compressed. Static files do too, but those WhiteNoise compressed when they were collected.

What the page store may keep it compresses itself, once for many readers, and then Brotli is worth its while. Here
the rest is compressed: forms, the desk, and every page where the store is switched off.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

from collaboration.caching.pages import MARK, may_be_kept


class CompressPages(GZipMiddleware):
    """Django's gzip for everything but documents, which are compressed in themselves and want a known length.

    Compressing what holds both a secret and something a stranger chose lets the stranger guess the
    secret from the length (BREACH). So Django masks a form's token anew in every answer and pads each
    compressed answer with up to 100 random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.streaming or (MARK in request.META and may_be_kept(response)):
            return response
        return super().process_response(request, response)
