"""SQL of the user's own: what passes, and every way out that was thought of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from kamtui.engine.allowed import FUNCTIONS, TABLE_FUNCTIONS
from kamtui.engine.guard import check_user_sql
from kamtui.engine.quoting import text_list
from kamtui.errors import NotAllowed, WrongUsage

SECRET = "the-secret-outside"
RELATIONS = frozenset({"accounts", "order_lines"})


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a secret, beside the history and no part of it."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def locked(
    outside: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine's connection, locked as the engine is."""
    (outside / "secret.csv").write_text(f"word\n{SECRET}\n")
    inside = tmp_path_factory.mktemp("history") / "accounts.parquet"
    with duckdb.connect() as writer:
        writer.execute(
            f"""COPY (SELECT * FROM (VALUES
                ('A1', 'Norra Brygga', 'Trade', 10.50::DECIMAL(18,4), DATE '2025-01-31'),
                ('A2', 'Harbour Light', 'Retail', NULL, DATE '2025-02-28')
            ) t(account_id, name, segment, net, ordered_on)) TO '{inside}'"""
        )
        writer.execute(f"COPY (SELECT '{SECRET}' AS word) TO '{outside / 'secret.parquet'}'")
        writer.execute(f"COPY (SELECT '{SECRET}' AS word) TO '{outside / 'secret.json'}'")
        writer.execute(f"ATTACH '{outside / 'other.duckdb'}' AS other")
        writer.execute(f"CREATE TABLE other.secret AS SELECT '{SECRET}' AS word")
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "500MB"})
    connection.execute(
        f"CREATE VIEW accounts AS SELECT * FROM read_parquet({text_list([str(inside)])});"
        "CREATE VIEW order_lines AS SELECT * FROM accounts;"
        f"CREATE TABLE hidden AS SELECT '{SECRET}' AS word;"
        f"SET VARIABLE word = '{SECRET}';"
        f"SET allowed_paths = {text_list([str(inside)])};"
        "SET enable_external_access = false; SET lock_configuration = true"
    )
    yield connection
    connection.close()


WAYS_OUT = {
    # Files, by name and by function
    "a file as a table": "SELECT * FROM '{outside}/secret.csv'",
    "a quoted file as a table": 'SELECT * FROM "{outside}/secret.parquet"',
    "read_csv": "SELECT * FROM read_csv('{outside}/secret.csv')",
    "read_csv_auto": "SELECT * FROM read_csv_auto('{outside}/secret.csv')",
    "read_text": "SELECT content FROM read_text('{outside}/secret.csv')",
    "read_blob": "SELECT content FROM read_blob('{outside}/secret.csv')",
    "read_parquet": "SELECT * FROM read_parquet('{outside}/secret.parquet')",
    "parquet_scan": "SELECT * FROM parquet_scan('{outside}/secret.parquet')",
    "parquet_metadata": "SELECT * FROM parquet_metadata('{outside}/secret.parquet')",
    "parquet_kv_metadata": "SELECT * FROM parquet_kv_metadata('{outside}/secret.parquet')",
    "read_json": "SELECT * FROM read_json('{outside}/secret.json')",
    "read_ndjson_objects": "SELECT * FROM read_ndjson_objects('{outside}/secret.json')",
    "read_duckdb": "SELECT * FROM read_duckdb('{outside}/other.duckdb', table_name := 'secret')",
    "sniff_csv": "SELECT * FROM sniff_csv('{outside}/secret.csv')",
    "glob": "SELECT * FROM glob('{outside}/*')",
    "a file behind a capital": "SELECT * FROM READ_TEXT('{outside}/secret.csv')",
    "a file behind a schema": "SELECT * FROM main.read_text('{outside}/secret.csv')",
    "a file in a subquery": "SELECT (SELECT content FROM read_text('{outside}/secret.csv'))",
    "a file in WITH": "WITH a AS (FROM read_text('{outside}/secret.csv')) FROM a",
    "a file in a join": "SELECT * FROM accounts, LATERAL (FROM '{outside}/secret.csv') s",
    "a file in a set operation": "SELECT name FROM accounts UNION FROM '{outside}/secret.csv'",
    "a file in a PIVOT": "PIVOT '{outside}/secret.csv' ON word IN ('x') USING count(*)",
    "a file in DESCRIBE": "DESCRIBE '{outside}/secret.csv'",
    "a file in SUMMARIZE": "SUMMARIZE '{outside}/secret.csv'",
    "a file in ORDER BY": "FROM accounts ORDER BY (SELECT content FROM read_text('{outside}/x'))",
    "a file in LIMIT": "FROM accounts LIMIT (SELECT count(*) FROM glob('{outside}/*'))",
    "a WITH name out of its scope": (
        'SELECT * FROM (WITH "{outside}/secret.csv" AS (SELECT 1) SELECT 1), "{outside}/secret.csv"'
    ),
    "a recursive name before it is there": (
        'WITH RECURSIVE "{outside}/secret.csv" AS '
        '(FROM "{outside}/secret.csv" UNION ALL SELECT \'x\') FROM "{outside}/secret.csv"'
    ),
    # Another query's text, or a table's name as text
    "query": "SELECT * FROM query('SELECT * FROM hidden')",
    "query_table": "SELECT * FROM query_table('hidden')",
    "histogram of a table by name": "SELECT * FROM histogram_values(hidden, word)",
    "json_execute_serialized_sql": (
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM hidden'))"
    ),
    "json_serialize_plan": "SELECT json_serialize_plan('FROM hidden')",
    "a hidden table": "SELECT word FROM hidden",
    "a table of Python": "SELECT * FROM here",
    # Writing, and statements that are no SELECT
    "COPY TO": "COPY accounts TO '{outside}/stolen.csv'",
    "COPY a query": "COPY (SELECT 1) TO '{outside}/stolen.parquet'",
    "COPY FROM": "COPY hidden FROM '{outside}/secret.csv'",
    "EXPORT": "EXPORT DATABASE '{outside}/stolen'",
    "IMPORT": "IMPORT DATABASE '{outside}'",
    "ATTACH": "ATTACH '{outside}/other.duckdb' AS other",
    "DETACH": "DETACH memory",
    "USE": "USE memory",
    "INSTALL": "INSTALL httpfs",
    "LOAD": "LOAD httpfs",
    "SET": "SET enable_external_access = true",
    "RESET": "RESET memory_limit",
    "PRAGMA": "PRAGMA database_list",
    "PRAGMA with a value": "PRAGMA threads = 4",
    "CALL": "CALL duckdb_settings()",
    "CREATE TABLE AS": "CREATE TABLE t AS SELECT 1",
    "CREATE MACRO": "CREATE MACRO f() AS TABLE SELECT * FROM read_text('x')",
    "CREATE SECRET": "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "DROP": "DROP VIEW accounts",
    "INSERT": "INSERT INTO hidden VALUES ('x')",
    "INSERT in WITH": "WITH a AS (INSERT INTO hidden VALUES ('x') RETURNING *) SELECT * FROM a",
    "UPDATE": "UPDATE hidden SET word = 'x'",
    "DELETE": "DELETE FROM hidden",
    "CHECKPOINT": "CHECKPOINT",
    "BEGIN": "BEGIN TRANSACTION",
    "PREPARE": "PREPARE p AS SELECT * FROM hidden",
    "EXECUTE": "EXECUTE p",
    "EXPLAIN ANALYZE": "EXPLAIN ANALYZE SELECT * FROM hidden",
    "VACUUM": "VACUUM",
    "two statements": "SELECT 1; SELECT 2",
    "a statement after a SELECT": "SELECT 1; COPY (SELECT 1) TO '{outside}/stolen.csv'",
    "a statement behind a comment": "SELECT 1; -- harmless\nSET threads = 1",
    "a statement behind a null character": "SELECT 1\0; DROP TABLE hidden",
    # Settings, secrets, logs and catalogs
    "getenv": "SELECT getenv('HOME')",
    "getvariable": "SELECT getvariable('word')",
    "current_setting": "SELECT current_setting('allowed_paths')",
    "current_setting as a method": "SELECT 'allowed_paths'.current_setting()",
    "current_setting behind a schema": "SELECT system.main.current_setting('allowed_paths')",
    "current_setting in a window's order": (
        "SELECT row_number() OVER (ORDER BY current_setting('allowed_paths')) FROM accounts"
    ),
    "current_setting in a FILTER": (
        "SELECT count(*) FILTER (WHERE current_setting('threads') = 1) FROM accounts"
    ),
    "current_setting in a lambda": (
        "SELECT list_transform(['allowed_paths'], lambda n: current_setting(n))"
    ),
    "current_query": "SELECT current_query()",
    "duckdb_settings": "SELECT * FROM duckdb_settings()",
    "duckdb_secrets": "SELECT * FROM duckdb_secrets()",
    "which_secret": "SELECT * FROM which_secret('s3://bucket', 's3')",
    "duckdb_views": "SELECT sql FROM duckdb_views()",
    "duckdb_views as a table": "SELECT sql FROM duckdb_views",
    "duckdb_databases": "SELECT path FROM duckdb_databases()",
    "duckdb_tables": "SELECT * FROM duckdb_tables",
    "duckdb_variables": "SELECT * FROM duckdb_variables()",
    "duckdb_logs": "SELECT * FROM duckdb_logs",
    "duckdb_temporary_files": "SELECT * FROM duckdb_temporary_files()",
    "information_schema": "SELECT * FROM information_schema.tables",
    "pg_catalog": "SELECT * FROM pg_catalog.pg_views",
    "sqlite_master": "SELECT * FROM sqlite_master",
    "the whole name of a table": "SELECT * FROM memory.main.accounts",
    "pragma as a function": "SELECT * FROM pragma_database_size()",
    "pragma_storage_info": "SELECT * FROM pragma_storage_info('hidden')",
    "SHOW TABLES": "SHOW TABLES",
    "SHOW DATABASES": "SELECT * FROM (SHOW DATABASES)",
    "enable_logging": "SELECT * FROM enable_logging()",
    "write_log": "SELECT write_log('x')",
    "test_all_types": "SELECT * FROM test_all_types()",
    # State, and doing nothing for ever
    "nextval": "SELECT nextval('s')",
    "setseed": "SELECT setseed(0.5)",
    "sleep": "SELECT sleep_ms(100000)",
    "pg_sleep": "SELECT pg_sleep(100000)",
}


@pytest.mark.parametrize("way", WAYS_OUT, ids=list(WAYS_OUT))
def test_there_is_no_way_out(way: str, locked: duckdb.DuckDBPyConnection, outside: Path) -> None:
    here = [SECRET]  # what DuckDB would find as a table of the calling Python
    assert here
    before = sorted(path.name for path in outside.iterdir())
    sql = WAYS_OUT[way].replace("{outside}", str(outside))
    with pytest.raises((NotAllowed, WrongUsage)) as refusal:
        check_user_sql(locked, sql, RELATIONS)
    assert SECRET not in str(refusal.value)
    assert len(str(refusal.value).splitlines()) <= 2
    assert sorted(path.name for path in outside.iterdir()) == before


# What the lock itself must still refuse when the guard is not asked: the second wall.
@pytest.mark.parametrize(
    "way",
    [
        "a file as a table",
        "read_text",
        "read_parquet",
        "glob",
        "COPY TO",
        "ATTACH",
        "INSTALL",
        "SET",
    ],
)
def test_the_engine_is_locked_behind_the_guard(
    way: str, locked: duckdb.DuckDBPyConnection, outside: Path
) -> None:
    with pytest.raises(duckdb.Error):
        locked.execute(WAYS_OUT[way].replace("{outside}", str(outside))).fetchall()


@pytest.mark.parametrize(
    ("sql", "refusal"),
    [
        ("SELECT * FROM read_text('x')", NotAllowed),
        ("COPY accounts TO 'x'", NotAllowed),
        ("SELECT current_setting('threads')", NotAllowed),
        ("SELECT getenv('HOME')", NotAllowed),
        ("SELECT * FROM 'x.csv'", NotAllowed),
        ("SELECT 1; SELECT 2", WrongUsage),
        ("", WrongUsage),
        ("-- nothing", WrongUsage),
        ("SELEC 1", WrongUsage),
        ("SELECT * FROM acounts", WrongUsage),
        ("SELECT smu(net) FROM accounts", WrongUsage),
        ("PIVOT accounts ON segment USING sum(net)", WrongUsage),
    ],
)
def test_a_refusal_says_whether_it_is_a_mistake_or_not_allowed(
    sql: str, refusal: type[Exception], locked: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(refusal):
        check_user_sql(locked, sql, RELATIONS)


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT * FROM acounts", "did you mean accounts?"),
        ("SELECT medain(net) FROM accounts", "did you mean median?"),
        ("SELEC 1", "LINE 1: SELEC 1"),
    ],
)
def test_a_mistake_is_answered_with_the_nearest_spelling(
    sql: str, hint: str, locked: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(WrongUsage) as mistake:
        check_user_sql(locked, sql, RELATIONS)
    assert mistake.value.hint == hint


ANALYTICS = (
    "SELECT segment, count(*), sum(net), avg(net) FROM accounts GROUP BY ALL HAVING count(*) > 0",
    "FROM accounts",
    "TABLE accounts",
    "VALUES (1, 'a'), (2, 'b')",
    "SELECT * FROM main.accounts",
    'SELECT a."name" FROM Accounts AS a ORDER BY a.net DESC NULLS LAST LIMIT 1 OFFSET 0',
    "WITH big AS (SELECT * FROM accounts WHERE net > 1), named AS (FROM big) SELECT * FROM named",
    "WITH accounts AS (SELECT * FROM accounts WHERE segment = 'Trade') SELECT * FROM accounts",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
    "SELECT name, rank() OVER (PARTITION BY segment ORDER BY net DESC) FROM accounts",
    "SELECT lag(net) OVER w, sum(net) OVER w FROM accounts WINDOW w AS (ORDER BY ordered_on)",
    "SELECT * FROM accounts QUALIFY row_number() OVER (ORDER BY net) = 1",
    "SELECT * FROM accounts JOIN order_lines USING (account_id)",
    "SELECT * FROM accounts a LEFT JOIN order_lines l ON a.account_id = l.account_id",
    "SELECT * FROM accounts a ASOF JOIN order_lines l ON a.ordered_on >= l.ordered_on",
    "SELECT * FROM accounts a, LATERAL (SELECT a.net * 2 AS twice)",
    "SELECT * FROM accounts SEMI JOIN order_lines USING (account_id)",
    "SELECT name FROM accounts EXCEPT SELECT name FROM order_lines",
    "SELECT * FROM accounts UNION ALL BY NAME SELECT * FROM order_lines",
    "SELECT unnest([1, 2, 3]) AS i",
    "SELECT * FROM unnest([1, 2]) AS t(i), range(3) AS r, generate_series(1, 2) AS s",
    "SELECT list_transform([1, 2], lambda x: x + 1), [x * 2 FOR x IN [1, 2] IF x > 1]",
    "SELECT list_sum([1, 2]), list_sort([2, 1])[1:2], len([1]), {'a': 1}.a, map {'k': 'v'}['k']",
    "SELECT CASE WHEN net > 1 THEN 'big' ELSE 'small' END, coalesce(net, 0), nullif(net, 0), "
    "if(net > 1, 1, 0), ifnull(net, 0) FROM accounts",
    "SELECT date_trunc('month', ordered_on), ordered_on + INTERVAL 1 MONTH, year(ordered_on), "
    "extract(day FROM ordered_on), date_diff('day', ordered_on, current_date), "
    "strftime(ordered_on, '%Y-%m') FROM accounts",
    "SELECT upper(name), name || '!', name.lower(), name LIKE 'N%', name ILIKE 'n%', "
    "regexp_replace(name, 'a', 'b'), name[1:3], trim(both ' ' from name), "
    "position('o' IN name), substring(name FROM 1 FOR 2), concat_ws('-', name, segment) "
    "FROM accounts",
    "SELECT quantile_cont(net, 0.5), median(net), stddev(net), arg_max(name, net), "
    "string_agg(name, ', ' ORDER BY name), count(DISTINCT segment), "
    "count(*) FILTER (WHERE net > 1), approx_count_distinct(name), mode(segment), "
    "array_agg(name) FROM accounts",
    "SELECT segment, grouping(segment), count(*) FROM accounts GROUP BY ROLLUP (segment)",
    "PIVOT accounts ON segment IN ('Trade', 'Retail') USING sum(net) GROUP BY name",
    "UNPIVOT accounts ON name, segment INTO NAME what VALUE it",
    "SELECT * EXCLUDE (net) REPLACE (upper(name) AS name) FROM accounts",
    "SELECT COLUMNS('n.*') FROM accounts",
    "SELECT COLUMNS(lambda c: c LIKE 'n%') FROM accounts",
    "SELECT DISTINCT ON (segment) * FROM accounts ORDER BY segment, net",
    "SELECT * FROM accounts WHERE net IN (SELECT max(net) FROM order_lines) "
    "OR EXISTS (SELECT 1 FROM order_lines) OR net BETWEEN 1 AND 2 OR net IS NULL OR NOT true",
    "SELECT net::DOUBLE, CAST(net AS VARCHAR), TRY_CAST(name AS INTEGER), DATE '2025-01-01', "
    "name COLLATE NOCASE, #1 FROM accounts",
    "SELECT json_extract_string('{\"a\": 1}', '$.a'), to_json(accounts) FROM accounts",
    "SELECT round(net, 2), abs(-1), 7 // 2, 7 % 2, 2 ** 3, ln(10), greatest(1, 2), 5 & 3, ~1 "
    "FROM accounts",
    "DESCRIBE accounts",
    "SUMMARIZE accounts",
    "SELECT * FROM accounts USING SAMPLE 1 ROWS",
    "SELECT 1; -- and a comment; with another",
    "SELECT ';' AS mark; /* ; */",
    "/* a comment */ SELECT name -- another\nFROM accounts;",
)


@pytest.mark.parametrize("sql", ANALYTICS)
def test_ordinary_analytics_pass_and_run(sql: str, locked: duckdb.DuckDBPyConnection) -> None:
    statement = check_user_sql(locked, sql, RELATIONS)
    assert locked.execute(f"SELECT * FROM ({statement.sql}\n)").description


def test_it_says_which_relations_and_parameters_are_needed(
    locked: duckdb.DuckDBPyConnection,
) -> None:
    statement = check_user_sql(
        locked,
        "WITH a AS (FROM Accounts) SELECT * FROM a WHERE ordered_on > $since::DATE",
        RELATIONS,
    )
    assert statement.tables == {"accounts"}
    assert statement.parameters == {"since"}
    rows = locked.execute(statement.sql, {"since": "2025-02-01"}).fetchall()
    assert [row[0] for row in rows] == ["A2"]


def test_every_function_of_the_list_is_one_of_the_engine(
    locked: duckdb.DuckDBPyConnection,
) -> None:
    known = {
        row[0].lower()
        for row in locked.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions()"
        ).fetchall()
    }
    assert known >= FUNCTIONS
    assert known >= TABLE_FUNCTIONS


def test_nothing_of_the_list_sounds_like_a_way_out() -> None:
    suspicious = (
        "read_", "scan", "file", "glob", "secret", "setting", "env", "pragma", "attach", "query",
        "duckdb", "execute", "log_", "_log", "sleep", "nextval", "variable", "path_", "http",
    )  # fmt: skip
    allowed_all_the_same = {"json_extract_path", "json_extract_path_text"}
    found = {
        name
        for name in FUNCTIONS | TABLE_FUNCTIONS
        if any(word in name for word in suspicious) and name not in allowed_all_the_same
    }
    assert found == set()
