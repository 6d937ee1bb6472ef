"""The app, and what is wired up when it starts."""

from django.apps import AppConfig
from django.db.backends.sqlite3 import base as sqlite


class CollaborationConfig(AppConfig):
    """The one app of the project."""

    name = "collaboration"
    verbose_name = "East Midlands Police Collaboration"

    def ready(self):
        from collaboration import checks, proofs, signals  # noqa: F401
        from collaboration.alerts.letters import WRITERS
        from collaboration.editorial.proofs import rooms
        from collaboration.post.writers import writers

        # Django asks SQLite once in every thread whether it knows JSON, in a transaction; ours begin with the
        # write lock, so a reader would wait for whoever is writing. Every version we accept knows it.
        sqlite.DatabaseFeatures.supports_json_field = True
        signals.connect()
        writers.update(WRITERS)
        rooms.append(proofs.connect)
