"""Where the editor's files come from, and how modules of ours keep finding each other under hashed names.

The editor is Tiptap, as one file inside the wheel of `django-prose-editor`. Only that file is taken: the
package as an installed app would publish an icon font and two megabytes of source map that nobody asks for.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

EDITOR = "django_prose_editor/editor.js"


class EditorFinder(BaseFinder):
    """Finds the one file of the package that we serve."""

    def __init__(self, app_names=None, *args, **kwargs):
        package = find_spec("django_prose_editor").submodule_search_locations[0]
        self.storage = FileSystemStorage(Path(package) / "static")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != EDITOR:
            return []
        found = self.storage.path(EDITOR)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        if not matches_patterns(EDITOR, ignore_patterns):
            yield EDITOR, self.storage


class LikeTheirFiles(Compressor):
    """Compressed files that may be read by whoever may read the file they are made of: nginx has a user of its own."""

    def write_data(self, path, data, suffix, stat_result):
        written = super().write_data(path, data, suffix, stat_result)
        shutil.copymode(path, written)
        return written


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files whose modules import each other by their hashed names."""

    support_js_module_import_aggregation = True
    # Without the rule for source maps: the editor names one that we do not serve.
    patterns = tuple(rule for rule in CompressedManifestStaticFilesStorage.patterns if rule[0] != "*.js")

    def create_compressor(self, **kwargs):
        return LikeTheirFiles(**kwargs)
