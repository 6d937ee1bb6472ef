"""How gunicorn serves the site: `gunicorn -c empcp_site/gunicorn.py`.

Two processes with a few threads each suit two cores and short answers. Nothing is loaded before the
processes part (no preload_app): a SQLite connection must not be carried over a fork.
"""

import gc
import os
import shutil
import signal
import sys
import tempfile

from django.core.exceptions import ImproperlyConfigured
from gunicorn import glogging
from gunicorn.http import wsgi

# A reload reads this file again, and it shall read the settings as they are now.
for name in [name for name in sys.modules if name.startswith("empcp_site.")]:
    del sys.modules[name]
try:
    from empcp_site import settings
    from empcp_site.settings import whole_number

    workers = max(1, whole_number("EMPCP_WORKERS", 2))
    threads = max(1, whole_number("EMPCP_THREADS", 4))
    port = whole_number("PORT", 8000)
except ImproperlyConfigured as advice:
    sys.exit(str(advice))

from empcp_site import logs  # noqa: E402
from empcp_site.workers import ImpatientWorker, before_request, read_impatiently  # noqa: E402

wsgi_app = "empcp_site.wsgi"
bind = os.environ.get("EMPCP_BIND") or f"127.0.0.1:{port}"
worker_class = ImpatientWorker
worker_class.folder = settings.VAR_DIR
pre_request = before_request
read_impatiently()
preload_app = False
proc_name = "empcp-site"

# The heartbeat of the processes is a file; in memory it cannot be held up by a slow disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
if settings.METRICS and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # What the processes count, each in a file, to be added up. It begins at nothing with each start, and not with a reload.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="empcp-metrics-", dir=worker_tmp_dir)
timeout = 30
graceful_timeout = 20
keepalive = 5
backlog = 512

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

# Who may say that a request came by HTTPS: nobody, unless a proxy of ours stands in front.
forwarded_allow_ips = os.environ.get("EMPCP_PROXY_ADDRESSES", "127.0.0.1,::1") if settings.TRUSTED_PROXIES else ""

# Errors only. There is no access log: visitors' addresses are personal data that nobody here needs.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
wsgi.SERVER = "empcp"


class logger_class(glogging.Logger):  # noqa: N801, gunicorn's name for it
    """gunicorn's own records, written as all others are: its own way would show addresses and what was asked for."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.FORMATS[settings.LOG_FORMAT]())


def post_worker_init(worker):
    """What a worker loaded to begin with is never garbage: not looking through it again spares a search up to 40 ms."""
    gc.collect()
    gc.freeze()


def when_ready(server):
    """Say where the site is, once it is."""
    if not settings.PRODUCTION:
        address = server.LISTENERS[0]
        print(
            f"\nThe eleven sites are at {address}/ – stop them with Ctrl-C.\n"
            "To edit, make yourself an editor in another terminal:\n"
            '    .venv/bin/python manage.py create_editor you@example.org --name "Your Name"\n'
            f"and sign in at {address}/admin/\n",
            flush=True,
        )


def post_fork(server, worker):
    """Let Ctrl-C end every process in good order, or at once where it is still loading.

    gunicorn's own way (27.0, gthread) takes a lock inside the signal handler. Where the signal came while
    that lock was held, the process waited for itself until the master killed it, 20 seconds later; and
    where it came during an import, it read as a failed start. So the quick signal is treated as the
    patient one, which only takes a note; and Ctrl-C is left to the master, which passes it on.
    """

    def handle_quit(number, frame):
        if number == signal.SIGINT:
            return
        if not worker.booted:
            os._exit(0)
        worker.handle_exit(number, frame)

    worker.handle_quit = handle_quit
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, handle_quit)


def child_exit(server, worker):
    """What a process held is no longer held; what it counted stays counted."""
    if settings.METRICS:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def on_exit(server):
    if settings.METRICS:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
