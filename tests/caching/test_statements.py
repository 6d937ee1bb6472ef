"""Which tables a statement reads and writes, told from its SQL."""

import pytest

from collaboration.caching.statements import Tables

TABLES = Tables(["page", "press", "unit", "unit_forces", "edition"])
EVERY = set(TABLES.names)
READS = {
    "SELECT * FROM page": {"page"},
    'SELECT "page"."id" FROM "page" INNER JOIN "press" ON ("page"."id" = "press"."page_id")': {"page", "press"},
    "select 1 from PAGE where exists (select 1 from Unit)": {"page", "unit"},
    "SELECT [id] FROM `unit_forces`": {"unit_forces"},
    "WITH RECURSIVE above AS (SELECT id FROM unit UNION SELECT u.id FROM unit u) SELECT replace(name, 'a', 'b') FROM above, page": {"unit", "page"},
    "(SELECT 1 FROM page) UNION (SELECT 1 FROM press)": {"page", "press"},
    "-- a remark\n/* and\nanother */ SELECT 1 FROM page": {"page"},
    'SELECT * FROM "page" WHERE id = 1 FOR UPDATE OF "page"': {"page"},
    'SELECT * FROM "page" FOR NO KEY UPDATE': {"page"},
    "PRAGMA table_info(page)": {"page"},
    "SAVEPOINT s1": set(),
    "RELEASE SAVEPOINT s1": set(),
    "BEGIN IMMEDIATE": set(),
    "SET lock_timeout = '50ms'": set(),
    "VACUUM INTO %s": set(),
    "EXPLAIN QUERY PLAN SELECT 1 FROM page": {"page"},
    "SELECT 1 FROM another_page": set(),
}
CHANGES = {
    'INSERT INTO "page" ("id") SELECT "id" FROM "press"': {"page"},
    "INSERT OR REPLACE INTO page VALUES (%s)": {"page"},
    "INSERT INTO page (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 2 RETURNING id": {"page"},
    "REPLACE INTO page VALUES (1)": {"page"},
    'UPDATE "page" SET "title" = %s WHERE "id" IN (SELECT "id" FROM "press")': {"page"},
    "update or ignore PAGE set id = 1": {"page"},
    'UPDATE "public"."page" SET "title" = 1': {"page"},
    "DELETE FROM page WHERE id IN (SELECT 1 FROM unit)": {"page"},
    "DELETE FROM ONLY page": {"page"},
    "/* a remark */ DELETE FROM page": {"page"},
    "WITH old AS (SELECT id FROM press) DELETE FROM page WHERE id IN (SELECT id FROM old)": {"page", "press"},
    "WITH gone AS (DELETE FROM page RETURNING *) INSERT INTO press SELECT * FROM gone": {"page", "press"},
    "EXPLAIN ANALYZE UPDATE page SET id = 1": {"page"},
    "UPDATE page SET id = 1; DELETE FROM press": {"page", "press"},
    "TRUNCATE page, press": {"page", "press"},
    "MERGE INTO page USING press ON true WHEN MATCHED THEN DELETE": {"page", "press"},
}
ANYTHING = [
    "SELECT 1; DELETE FROM page",
    "SELECT * INTO copied FROM page",
    "TRUNCATE page CASCADE",
    "DROP TABLE page",
    "ALTER TABLE page ADD COLUMN x int",
    "CREATE TABLE y (id int)",
    "DO $$ BEGIN EXECUTE 'DELETE FROM page'; END $$",
    "CALL tidy_up()",
    "PREPARE p AS DELETE FROM page",
    "SOMETHING nobody has heard of",
]


@pytest.mark.parametrize("sql", READS)
def test_what_a_statement_reads_is_every_table_it_names(sql):
    found = TABLES.judged(sql)
    assert (set(found.named), found.is_harmless) == (READS[sql], True)


@pytest.mark.parametrize("sql", CHANGES)
def test_what_a_statement_changes_is_the_table_it_is_aimed_at_or_all_that_it_names(sql):
    found = TABLES.judged(sql)
    assert (set(found.changed), found.is_structural) == (CHANGES[sql], False)


@pytest.mark.parametrize("sql", ANYTHING)
def test_what_is_not_known_to_be_harmless_may_have_changed_anything(sql):
    found = TABLES.judged(sql)
    assert (set(found.changed), found.is_structural) == (EVERY, True)


@pytest.mark.parametrize("sql", ["COMMIT", "commit transaction", "END"])
def test_a_transaction_that_is_ended_by_hand_is_noticed(sql):
    assert TABLES.judged(sql).is_ending


@pytest.mark.parametrize("sql", ["CREATE INDEX CONCURRENTLY i ON page (id)", "DROP DATABASE x", "ALTER SYSTEM SET x = 1"])
def test_what_postgresql_takes_only_outside_a_transaction_is_left_outside(sql):
    assert TABLES.judged(sql).stands_alone
