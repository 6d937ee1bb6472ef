"""The table of words for the search, in the form the database has for it."""

from importlib import import_module

from django.db import migrations


def create(apps, schema_editor):
    schema_editor.execute(import_module(f"collaboration.search.{schema_editor.connection.vendor}").CREATE)


def drop(apps, schema_editor):
    schema_editor.execute(import_module(f"collaboration.search.{schema_editor.connection.vendor}").DROP)


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
