"""Django's PostgreSQL engine, with connections that do not wait for ever."""

from django.db.backends.postgresql import base

from .impatient import Impatient


class DatabaseWrapper(Impatient, base.DatabaseWrapper):
    """The connection of one thread to the server."""
