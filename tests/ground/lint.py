"""What `make lint` asks of Django after Ruff: settings fit for production, migrations written, content in order."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "EMPCP_ENV": "production",
    "EMPCP_SECRET_KEY": "only-for-checking-0123456789-abcdefghijklmnopqrstuvwxyz",
    "EMPCP_ADDRESS": "https://www.example.org",
    "EMPCP_EMAIL_HOST": "mail.example.org",
    "EMPCP_EMAIL_FROM": "website@example.org",
    "EMPCP_ENQUIRIES_TO": "enquiries@example.org",
}
CHECKS = [
    (["check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    (["makemigrations", "--check", "--dry-run"], {}),
    (["migrate", "--verbosity", "0"], {}),
    (["load_content"], {}),
    (["check", "--database", "default", "--fail-level", "WARNING"], {}),
]


def main() -> int:
    """Run every check and return how many failed."""
    with tempfile.TemporaryDirectory() as var:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("EMPCP_")}
        return sum(not passes(arguments, inherited | {"EMPCP_VAR": var} | extra) for arguments, extra in CHECKS)


def passes(arguments: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run([sys.executable, "-W", "error", "manage.py", *arguments], cwd=ROOT, env=environment)
    print(f"{'passed' if done.returncode == 0 else 'FAILED'}: manage.py {' '.join(arguments)}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
