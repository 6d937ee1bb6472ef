"""The app, and what is wired up when it starts."""

from django.apps import AppConfig


class CollaborationConfig(AppConfig):
    """The one app of the project."""

    name = "collaboration"
    verbose_name = "East Midlands Police Collaboration"

    def ready(self):
        from collaboration import checks, proofs, signals  # noqa: F401

        signals.connect()
        proofs.connect()
