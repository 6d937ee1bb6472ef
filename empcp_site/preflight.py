"""What can stop the site before its first package is installed, each said in one sentence.

`make` runs this file with whatever Python the machine has, so it uses the standard library alone
and no grammar younger than Python 3.6.
"""

import os
import socket
import sys

OLDEST_PYTHON = (3, 11)


def obstacle(port):
    """The first thing in the way, as a sentence; empty if there is nothing. `port` may be None."""
    return python_too_old() or venv_missing() or (port is not None and port_unusable(port)) or ""


def python_too_old():
    if sys.version_info >= OLDEST_PYTHON:
        return ""
    oldest, this = (f"{version[0]}.{version[1]}" for version in (OLDEST_PYTHON, sys.version_info))
    return f"Python {oldest} or newer is needed and this is {this}: on Debian or Ubuntu, apt install python{oldest} python{oldest}-venv."


def venv_missing():
    """Debian's Python comes without the part that makes virtual environments."""
    if os.path.exists(os.path.join(".venv", "bin", "python")):
        return ""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python cannot make virtual environments on this machine: apt install python3-venv, or the package of that name for your Python."
    return ""


def port_unusable(port):
    if not port.isdigit() or not 0 < int(port) < 65536:
        return f"PORT is “{port}”; set it to a number from 1 to 65535, for instance PORT=8000."
    another = int(port) + 1 if int(port) < 65535 else 8000
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            return f"This user may not use port {port}: choose one above 1023, for instance PORT=8000 make run."
        except OSError:
            return f"Port {port} is taken by another program: choose another, for instance PORT={another} make run."
    return ""


if __name__ == "__main__":
    sys.exit(obstacle(sys.argv[1] if len(sys.argv) > 1 else None) or 0)
