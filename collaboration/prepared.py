"""Questions to the database that are put into SQL once in the life of a process and asked often, with other values.

Django writes the SQL of a queryset anew whenever it is asked, which for the questions behind our pages takes many times
as long as the answer. `@prepared` stands above a function that gives a queryset: what shapes the SQL goes to it by
place, what only fills it in by name. Nothing of an answer is kept, so there is nothing that could be out of date.
"""

import re
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import update_wrapper
from types import SimpleNamespace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Expression,
    QuerySet,
    TextField,
)

FIELDS = {int: BigIntegerField, str: TextField, datetime: DateTimeField, date: DateField}
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d.*)?")


class Slot(str):
    """Among the parameters of a prepared question: the name of the value that goes there."""

    __slots__ = ()


class Given(Expression):
    """In a queryset: a value of which only the type is known yet."""

    def __init__(self, name: str, kind: type):
        super().__init__(output_field=FIELDS[kind]())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [Slot(self.name)]


class Prepared:
    """A function that gives a queryset, which answers with its rows: one SQL text for each shape, and there are few of them."""

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self.questions: dict[tuple, Question] = {}
        update_wrapper(self, build)

    def __call__(self, *shape, **values) -> list:
        key = (connection.vendor, *shape)
        question = self.questions.get(key)
        if question is None:
            given = {name: Given(name, type(value)) for name, value in values.items()}
            question = self.questions[key] = Question(self.build(*shape, **given))
        return question.ask(values)


prepared = Prepared


class Question:
    """A queryset as SQL with gaps."""

    def __init__(self, found: QuerySet):
        self.found = found
        self.compiler = found.query.get_compiler(using=found.db)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
        if any(is_a_moment(one) for one in self.params):
            raise ValueError("A prepared question holds a moment or a day of its own: give it by name, or it is asked as of today for ever.")
        self.converters = self.compiler.get_converters([one[0] for one in self.compiler.select or ()])

    def ask(self, values: dict) -> list:
        """The rows, as the queryset would give them."""
        compiler = copy(self.compiler)
        # One for each thread.
        compiler.connection = connection
        params = tuple(adapted(values[one]) if isinstance(one, Slot) else one for one in self.params)
        compiler.as_sql = lambda: (self.sql, params)
        compiler.get_converters = lambda fields: self.converters
        query = SimpleNamespace(get_compiler=lambda *args, **kwargs: compiler)
        return list(self.found._iterable_class(SimpleNamespace(model=self.found.model, db=self.found.db, query=query, _known_related_objects={})))


def is_a_moment(param: object) -> bool:
    """Whether a parameter is a day or a moment, as Python or as SQLite writes it."""
    return isinstance(param, date) or (type(param) is str and bool(A_MOMENT.fullmatch(param)))


def adapted(value: object) -> object:
    """A value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
