"""The site as deploy/ would run it: the shipped nginx configuration in front of gunicorn on a socket that was opened for it.

Only places are changed: paths lead into a folder of the test's own, and ports are free ones of this machine.
"""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.databases import where
from tests.ground.processes import ROOT, environment, free_port, wait_until

DEPLOY = ROOT / "deploy"
HOST = "www.example.org"
OTHER_HOST = "www.office.example.org"
# What the README has an operator change in Debian's own nginx.conf.
WIDER = {"worker_connections 768;": "worker_connections 4096;"}


def program(name: str) -> str:
    """The path of a program of the system; fails with what to do where it is missing."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    assert found, f"{name} is not installed: apt install nginx-light systemd"
    return found


def settings() -> dict[str, str]:
    """The environment file that operators begin with, something in the place of what they have to fill in."""
    lines = re.findall(r"^(EMPCP_\w+)='(.*)'$", (DEPLOY / "empcp.env.example").read_text(), re.M)
    return {name: re.sub(r"<(.*)>", lambda found: found[1].replace(" ", "-") * 3 if " " in found[1] else found[1], value) for name, value in lines}


class Behind:
    """nginx and the site behind it, in one folder. `patience` is how long a client may rest, ten seconds as shipped."""

    def __init__(self, folder: Path, var: Path, patience: str = "10s", **more: str):
        self.folder, self.var, self.patience = folder, var, patience
        self.settings = settings() | where(var) | more
        self.port, self.plain_port = free_port(), free_port()
        self.running: dict[str, subprocess.Popen] = {}

    # nginx

    def write(self) -> Path:
        """Put the configuration and a certificate into the folder; returns its first file."""
        for name in ("tls", "acme", "temporary", "sites"):
            (self.folder / name).mkdir()
        make_certificate(self.folder / "tls")
        (self.folder / "empcp-tls.conf").write_text((DEPLOY / "nginx" / "empcp-tls.conf").read_text())
        for name in ("empcp-http.conf", "empcp.conf"):
            (self.folder / "sites" / name).write_text(self.moved((DEPLOY / "nginx" / name).read_text()))
        first = self.folder / "nginx.conf"
        first.write_text(self.debian())
        return first

    def moved(self, text: str) -> str:
        """A shipped file with our places in the place of Debian's, and a second host."""
        for theirs, ours in {
            "/run/empcp/web.sock": f"{self.folder}/web.sock",
            "/run/empcp-pages": f"{self.folder}/pages",
            "/etc/letsencrypt/live/www.example.org": f"{self.folder}/tls",
            "/var/lib/empcp": str(self.var),
            "/opt/empcp/current": str(ROOT),
            "/var/log/nginx": str(self.folder),
            "/var/www/letsencrypt": f"{self.folder}/acme",
            "snippets/empcp-tls.conf": f"{self.folder}/empcp-tls.conf",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            f"server_name {HOST};": f"server_name {HOST} {OTHER_HOST};",
        }.items():
            text = text.replace(theirs, ours)
        text = re.sub(r"^(client_header_timeout|client_body_timeout|send_timeout) 10s;", rf"\1 {self.patience};", text, flags=re.M)
        return re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)

    def debian(self) -> str:
        """Debian's nginx.conf, with the change that the README asks for."""
        text = Path("/etc/nginx/nginx.conf").read_text()
        for theirs, ours in WIDER.items():
            text = text.replace(theirs, ours)
        text = re.sub(r"^user .*;", "user root;" if os.geteuid() == 0 else "", text, flags=re.M)
        text = re.sub(r"^pid .*;", f"pid {self.folder}/nginx.pid;", text, flags=re.M)
        text = re.sub(r"^include /etc/nginx/modules-enabled/.*\n", "", text, flags=re.M)
        text = re.sub(r"^\s*include /etc/nginx/conf.d/.*\n", "", text, flags=re.M)
        text = text.replace("/etc/nginx/sites-enabled/*", f"{self.folder}/sites/*").replace("/var/log/nginx", str(self.folder))
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        own = "".join(f"\t{kind}_temp_path {self.folder}/temporary/{kind};\n" for kind in kinds)
        return text.replace("http {\n", f"http {{\n{own}", 1)

    def start_nginx(self) -> None:
        self.run("nginx", [program("nginx"), *self.nginx_arguments(), "-g", "daemon off;"])
        wait_until(lambda: answers(self.port), seconds=20)

    def nginx_arguments(self) -> list[str]:
        return ["-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "nginx.log")]

    # The application

    def open_socket(self) -> None:
        """What empcp-web.socket does: it is there before the application, and stays when that goes."""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(self.folder / "web.sock"))
        self.socket.listen(512)

    def start_site(self) -> None:
        """What empcp-web.service does: gunicorn, with the socket as its third file."""
        command = ["sh", "-c", 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"', "sh", sys.executable, "-m", "gunicorn", "-c", "empcp_site/gunicorn.py"]
        self.run("site", command, env=environment(self.var, **self.settings), cwd=ROOT, preexec_fn=lambda: os.dup2(self.socket.fileno(), 3), pass_fds=(3,))

    def run(self, name: str, command: list[str], **how) -> None:
        with open(self.folder / f"{name}.printed", "ab") as log:
            self.running[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **how)

    def stop(self, name: str) -> None:
        """Let it end in good order."""
        one = self.running.pop(name)
        one.terminate()
        one.wait(timeout=30)

    # A visitor

    @contextmanager
    def connection(self, host: str = HOST, address: str = "127.0.0.1"):
        """A connection by HTTPS from an address of this machine: 127.0.0.0/8 are all its own."""
        one = http.client.HTTPConnection(host, timeout=20)
        one.sock = secured(connected(self.port, address), host)
        try:
            yield one
        finally:
            one.close()

    def visit(self, path: str, method: str = "GET", host: str = HOST, address: str = "127.0.0.1", body: bytes | None = None, **headers: str):
        """Status, headers (names in small letters) and text of an answer. Underlines in header names stand for hyphens."""
        with self.connection(host, address) as connection:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode(errors="replace")


@contextmanager
def behind(folder: Path, var: Path, **how: str):
    """The whole of it, running; how is said as to Behind."""
    site = Behind(folder, var, **how)
    site.write()
    site.open_socket()
    try:
        site.start_site()
        site.start_nginx()
        wait_until(lambda: site.visit("/health/live")[0] == 200, seconds=60)
        yield site
    finally:
        for name in list(site.running):
            site.stop(name)
        site.socket.close()


def connected(port: int, address: str) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(address, 0))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return one


def secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def make_certificate(folder: Path) -> None:
    """What certbot leaves behind, signed by ourselves."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(timezone.utc)  # noqa: UP017
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(OTHER_HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
