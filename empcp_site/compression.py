"""Pages travel compressed. Static files do too, but those WhiteNoise compressed when they were collected.

Brotli for pages was weighed and left: at a quality that costs no more time it saves 2 % over gzip
(11.6 against 11.8 kB on the largest page), for two more packages to keep.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """Django's gzip for everything but documents, which are compressed in themselves and want a known length.

    Compressing what holds both a secret and something a stranger chose lets the stranger guess the
    secret from the length (BREACH). So Django masks a form's token anew in every answer and pads each
    compressed answer with up to 100 random bytes.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response if response.streaming else super().process_response(request, response)
