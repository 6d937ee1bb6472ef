"""The setting that names a PostgreSQL server: what it takes, and the one sentence for what it does not take."""

import pytest

from empcp_site.databases import postgresql

from .processes import free_port, manage

SECRET = "walnut"


def said(tmp_path, url: str, command: str = "check", **settings: str) -> str:
    """The one line on standard error of a command that stops because of this address."""
    done = manage(command, var=tmp_path / "var", EMPCP_DATABASE_URL=url, **settings)
    assert done.returncode != 0
    (line,) = done.stderr.strip().splitlines()
    assert SECRET not in line
    return line


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"mysql://ada:{SECRET}@host/name", "it names no PostgreSQL server"),
        (f"postgresql://ada:{SECRET}@[::1", "it is no address of a database"),
        (f"postgresql://ada:{SECRET}@host/name?colour=red", "it is no address of a database"),
        (f"postgresql://ada:{SECRET}@host:5432/", "the name of the database is missing"),
    ],
)
def test_an_address_that_cannot_be_used_stops_the_start_with_one_sentence_and_is_not_shown(tmp_path, url, why):
    assert said(tmp_path, url).startswith(f"EMPCP_DATABASE_URL cannot be used: {why}; write it like postgresql://")


def test_a_missing_client_library_is_named_with_what_installs_it(tmp_path):
    (tmp_path / "psycopg.py").write_text("raise ImportError('none here')")
    sentence = said(tmp_path, f"postgresql://ada:{SECRET}@host/name", PYTHONPATH=str(tmp_path))
    assert sentence.endswith("pip install .[postgresql].")


def test_a_server_that_is_not_there_is_one_sentence(tmp_path):
    sentence = said(tmp_path, f"postgresql://ada:{SECRET}@127.0.0.1:{free_port()}/name", command="prepare")
    assert sentence.startswith("CommandError: The database that EMPCP_DATABASE_URL names cannot be used: ")


def test_what_an_address_says_besides_goes_on_to_the_client_library():
    read = postgresql("postgresql://ada:wal%2Fnut@one,two:5432/name?sslmode=verify-full&connect_timeout=9")
    assert {name: read[name] for name in ("NAME", "USER", "PASSWORD", "HOST")} == {"NAME": "name", "USER": "ada", "PASSWORD": "wal/nut", "HOST": "one,two"}
    assert (read["OPTIONS"]["sslmode"], read["OPTIONS"]["connect_timeout"]) == ("verify-full", "9")
    assert (read["CONN_MAX_AGE"], read["CONN_HEALTH_CHECKS"]) == (None, True)
