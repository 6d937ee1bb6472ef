"""nginx in front: the same bytes as a file it serves itself, and our answers in its micro-cache, which heeds our Cache-Control."""

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .table import wait_for

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit;
events {{ worker_connections 512; }}
http {{
    access_log off; keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    proxy_cache_path {folder}/cache keys_zone=pages:1m;
    server {{
        listen 127.0.0.1:{file_port};
        location / {{ root {folder}/files; default_type text/html; }}
    }}
    server {{
        listen 127.0.0.1:{cache_port};
        location / {{
            proxy_pass http://127.0.0.1:{site_port}; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
            proxy_cache pages; proxy_cache_key $scheme$host$request_uri; proxy_cache_lock on; proxy_ignore_headers Set-Cookie;
        }}
    }}
}}
"""


@contextmanager
def behind_nginx(site: tuple[str, int], page: Path, path: str):
    """The process of an nginx and the ports of its two servers, by name."""
    from tests.ground.processes import free_port

    # Its worker gives up root, and must be able to read what it serves.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    file = folder / "files" / path.strip("/") / "index.html"
    file.parent.mkdir(parents=True)
    shutil.copy(page / "body", file)
    ports = {"file_port": free_port(), "cache_port": free_port()}
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, site_port=site[1], **ports))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    server = subprocess.Popen([program, "-p", folder, "-c", "nginx.conf", "-e", "nginx.log"])
    try:
        for port in ports.values():
            wait_for(port)
        yield {"nginx, the same file": (server.pid, ports["file_port"]), "nginx with ours in its micro-cache": (server.pid, ports["cache_port"])}
    finally:
        server.terminate()
        server.wait(timeout=10)
        shutil.rmtree(folder)
