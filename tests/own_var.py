"""Gives a test run a data folder of its own, before Django reads its settings; EMPCP_DATABASE_URL names the server it works on.

Loaded by `-p tests.own_var` (see pyproject.toml): a conftest.py would come too late, because
pytest-django reads the settings before any of them. Run the tests by `python -m pytest`.
"""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="empcp-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
for name in [name for name in os.environ if name.startswith("EMPCP_") and name not in ("EMPCP_CHROMIUM", "EMPCP_DATABASE_URL")]:
    del os.environ[name]
os.environ["EMPCP_VAR"] = folder
# One machine asks more here than any visitor; tests of the limit set their own.
os.environ["EMPCP_SEARCHES_A_MINUTE"] = "0"
# Playwright's synchronous interface keeps a loop of its own running in this thread, and Django takes any
# such loop for an asynchronous view. Nothing of ours is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
