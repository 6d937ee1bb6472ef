"""Connections to PostgreSQL that do not wait for ever: each answer has its time, kept by a clock on our side."""

from contextlib import contextmanager

import psycopg
from django.db.backends.base.base import NO_DB_ALIAS
from psycopg import IsolationLevel

from empcp_site.patience import Exhausted, patience

# Seconds for the question whether a kept connection is still good.
TRIAL = 2.0
# How much earlier the server itself ends a statement, so that a slow one does not cost the connection.
EARLIER = 0.5
# Seconds after which the server undoes what a process began and never ended.
IDLE = 60


class ImpatientConnection(psycopg.Connection):
    """A connection that is given up when the server does not answer in the time this process grants it."""

    most: float | None = None

    @classmethod
    def connect(cls, conninfo: str = "", **how):
        try:
            with patience.one_try():
                return super().connect(conninfo, **how)
        except Exhausted as error:
            raise psycopg.OperationalError("the server did not answer a moment ago") from error
        except psycopg.errors.ConnectionTimeout:
            patience.exhaust()
            raise

    def wait(self, gen, *how, timeout=None, **more):
        limit = self.most or patience.limit
        if timeout is not None or limit is None:
            return super().wait(gen, *how, timeout=timeout, **more)
        if patience.is_exhausted:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server did not answer a moment ago")
        try:
            return super().wait(gen, *how, timeout=limit, **more)
        except psycopg.errors._WaitTimeout as error:
            # Whatever the server says later belongs to a question nobody asks any more.
            self.pgconn.finish()
            patience.exhaust()
            raise psycopg.OperationalError(f"the server did not answer within {limit:g} seconds") from error

    @contextmanager
    def answering_within(self, seconds: float | None):
        """Within, answers have less time than usual."""
        self.most = seconds
        try:
            yield
        finally:
            self.most = None


class Impatient:
    """What a database wrapper of Django's needs to use such connections. Stands before Django's class."""

    def get_new_connection(self, conn_params):
        if self.alias == NO_DB_ALIAS:
            return super().get_new_connection(conn_params)
        self.isolation_level = IsolationLevel.READ_COMMITTED
        return ImpatientConnection.connect(**conn_params)

    def init_connection_state(self):
        super().init_connection_state()
        if patience.limit is not None:
            statement, idle = int((patience.limit - EARLIER) * 1000), IDLE * 1000
            with self.connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {statement}; SET idle_in_transaction_session_timeout = {idle}")

    def is_usable(self):
        if self.connection is None or patience.is_exhausted:
            return False
        with self.connection.answering_within(TRIAL if patience.limit else None):
            return super().is_usable()
