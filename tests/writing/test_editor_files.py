"""The editor's files as they are served: one file of the package, and modules that find each other by hashed names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from collaboration.writing.editor_files import EDITOR, EditorFinder

IMPORT = re.compile(r"""(?:import|export)[^"';]*?from\s*["']([^"']+)["']|import\s*["']([^"']+)["']""")


def test_one_file_of_the_package_is_served():
    assert [path for path, _storage in EditorFinder().list([])] == [EDITOR]
    assert finders.find(EDITOR)
    assert not finders.find("django_prose_editor/editor.js.map")
    assert not finders.find("django_prose_editor/material-icons.woff2")


@pytest.mark.django_db
def test_every_module_imports_files_that_are_there_by_their_hashed_names():
    root = Path(settings.STATIC_ROOT)
    waiting, seen = [root / staticfiles_storage.stored_name("js/writing.js")], set()
    while waiting:
        module = waiting.pop()
        assert module.is_file(), module
        assert re.search(r"\.[0-9a-f]{12}\.js$", module.name), f"{module.name} has no hash in its name"
        if module in seen or "django_prose_editor" in module.parts:
            seen.add(module)
            continue
        seen.add(module)
        waiting += [(module.parent / (one or other)).resolve() for one, other in IMPORT.findall(module.read_text())]
    assert len(seen) >= 9
    assert any("django_prose_editor" in module.parts for module in seen)


@pytest.mark.django_db
def test_no_public_page_loads_the_editor(visits):
    assert [address for address, visit in visits.items() if "js/writing" in visit.html] == []
