"""The settings of the site with a PostgreSQL server: `pytest --ds=tests.on_postgresql tests/search`, where PGHOST and its like say which."""

import os

from empcp_site.settings import *  # noqa: F403
from empcp_site.settings import DATABASES

DATABASES["default"] = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": os.environ.get("PGDATABASE", "empcp"),
    "USER": os.environ.get("PGUSER", ""),
    "PASSWORD": os.environ.get("PGPASSWORD", ""),
    "HOST": os.environ.get("PGHOST", ""),
    "PORT": os.environ.get("PGPORT", ""),
}
