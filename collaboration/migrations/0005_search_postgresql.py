"""The table of words anew, with a column for headings; on PostgreSQL the column of words and its index.

The records go: they lack what is looked for now. `manage.py prepare` makes them again from everything there is.
"""

from importlib import import_module

from django.db import migrations


def words_of(schema_editor):
    return import_module(f"collaboration.search.{schema_editor.connection.vendor}")


def make(apps, schema_editor):
    words = words_of(schema_editor)
    apps.get_model("collaboration", "SearchRecord").objects.all().delete()
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(words.DROP)
        schema_editor.execute(words.CREATE)
    else:
        schema_editor.execute(words.ADD_COLUMN)
        schema_editor.execute(words.ADD_INDEX)


def unmake(apps, schema_editor):
    apps.get_model("collaboration", "SearchRecord").objects.all().delete()
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(words_of(schema_editor).DROP_COLUMN)


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0004_newsroom")]

    operations = [migrations.RunPython(make, unmake)]
