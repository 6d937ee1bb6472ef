"""Values in memory, never older than the tables they were made from."""

import pytest
from django.db import connection, transaction

from collaboration.caching import holding
from collaboration.caching.editions import current
from collaboration.caching.holding import held, peek
from collaboration.caching.notes import apart, noting
from collaboration.publishers.models import Force, MenuItem, Publisher
from tests.making import publisher

pytestmark = pytest.mark.django_db


class Maker:
    """Counts how often it is asked."""

    def __init__(self, make=lambda: list(Force.objects.values_list("name", flat=True))):
        self.times, self.make = 0, make

    def __call__(self):
        self.times += 1
        return self.make()


def rename() -> None:
    Force.objects.filter(pk=Force.objects.first().pk).update(name="Another name")


def test_a_value_is_made_once():
    maker = Maker()
    assert held("once", [Force], maker) == held("once", [Force], maker)
    assert maker.times == 1


def test_while_a_transaction_has_changed_the_table_the_value_is_made_and_not_kept():
    maker = Maker()
    held("changed", [Force], maker)
    with transaction.atomic():
        rename()
        assert "Another name" in held("changed", [Force], maker)
        assert "Another name" in held("changed", [Force], maker)
    assert maker.times == 3


def test_a_change_of_another_table_does_not_matter():
    maker = Maker()
    held("other", [Force], maker)
    MenuItem.objects.all().delete()
    held("other", [Force], maker)
    assert maker.times == 1


def test_a_table_that_was_read_though_it_was_not_named_counts_too():
    maker = Maker(lambda: list(Publisher.objects.select_related("force")))
    held("unnamed", [Publisher], maker)
    rename()
    assert "Another name" in [one.force.name for one in held("unnamed", [Publisher], maker) if one.force]
    assert maker.times == 2


def test_what_was_changed_before_the_request_in_hand_is_made_anew():
    maker, editions = Maker(), connection.read_editions()
    with noting(editions):
        held("edition", [Force], maker)
    with noting(editions | {"collaboration_force": editions["collaboration_force"] + 1}):
        held("edition", [Force], maker)
        held("edition", [Force], maker)
    assert maker.times == 2


def test_to_use_a_value_counts_as_reading_its_tables():
    held("counts", [Force], Maker())
    with noting() as note:
        held("counts", [Force], Maker())
    assert "collaboration_force" in note.tables


def test_what_is_read_apart_does_not_count():
    with noting() as note, apart():
        list(Force.objects.all())
    assert "collaboration_force" not in note.tables


def test_a_write_in_a_request_makes_it_ask_for_the_editions_again():
    with noting(connection.read_editions()) as note:
        publisher().save()
        assert note.editions is None
        assert note.has_written
        current()
        assert note.editions is None, "as long as the change is not final"


def test_what_fails_is_not_kept_but_was_read():
    def fail():
        list(Force.objects.all())
        raise LookupError

    with pytest.raises(LookupError), noting() as note:
        held("fails", [Force], fail)
    assert "collaboration_force" in note.tables
    assert peek("fails", connection.read_editions()) is None


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(holding, "MOST", 3)
    monkeypatch.setattr(holding, "held_values", type(holding.held_values)())
    for number in range(5):
        held(number, [Force], Maker())
        held(0, [Force], Maker())
    assert 0 in holding.held_values, "it was asked for all the time"
    assert len(holding.held_values) == 3
