"""The WSGI application that gunicorn serves."""

import gc
import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from empcp_site.patience import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "empcp_site.settings")


class Request(WSGIRequest):
    """A request that survives a Content-Type nobody can read, which Django reads before any middleware."""

    def _set_content_type_params(self, meta):
        try:
            super()._set_content_type_params(meta)
        except ValueError:
            self.content_type, self.content_params = "", {}


class Application(WSGIHandler):
    """Django, with our request."""

    request_class = Request


# Nothing that is loaded now is ever garbage, and looking for some takes a sixth of the start.
gc.disable()

from collaboration.accounts.apps import DeskConfig  # noqa: E402, it reads the settings

DeskConfig.waits_for_addresses = True
django.setup(set_prefix=False)

from django.db import connection  # noqa: E402

from collaboration.caching.store import PageStore  # noqa: E402
from collaboration.editorial.middleware import first_due_now, first_due_under  # noqa: E402
from collaboration.preferences import cookies_of  # noqa: E402

patience.limit = settings.DATABASE_PATIENCE or None
application = Application()
if settings.PAGE_STORE:
    application = PageStore(application, connection.new_watch(), cookies_of, first_due_under, first_due_now, settings.PAGE_STORE_MB)
gc.enable()
