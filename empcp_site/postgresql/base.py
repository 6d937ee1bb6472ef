"""Django's PostgreSQL engine, with connections that note what is read and written, and do not wait for ever."""

from contextlib import contextmanager

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from collaboration.caching.engine import Noting

from .impatient import Impatient
from .watch import Watch


class DatabaseWrapper(Noting, Impatient, base.DatabaseWrapper):
    """The connection of one thread to the server."""

    larger = "greatest"
    # Foreign keys are looked at when a transaction ends. Looked at before, no writer waits for a row while it holds editions.
    before_raising = "SET CONSTRAINTS ALL IMMEDIATE; "

    def new_watch(self) -> Watch:
        """What tells the page store whether anything has changed."""
        return Watch(self.get_connection_params())

    def is_in_transaction(self) -> bool:
        return not self.autocommit or self.connection.info.transaction_status != TransactionStatus.IDLE

    @contextmanager
    def own_transaction(self):
        """Within, a transaction of the driver's own, where Django has begun none."""
        with self.connection.transaction():
            yield
