"""One mediator's fifty most urgent open cases among a million."""

import time
from uuid import UUID

import sqlalchemy as sa

from benchmarks.office import AT, hire
from benchmarks.stores import Store
from cases.case import Case
from cases.views.worklist import worklist
from foundation.database import reading
from notifications.ahead import danger

MEDIATORS = 200
PAGE = 50
# One open case in fifty has a right of the worker that ends by then.
UNTIL = AT + danger()


def seed(where: Store, cases: int) -> UUID:
    """A million cases, nine tenths of them closed, spread over two hundred mediators; returns one of these."""
    people = hire(where.engine)
    sample = Case(
        number="x",
        case_type="wage_arrears",
        state="mediating",
        stage="mediation",
        title="测试",
        channel="walk_in",
        district="630102",
        category="wages",
        opened_at=AT,
        recorded_at=AT,
    ).model_dump()
    table: sa.Table = Case.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    columns = [column for column in table.columns if column.name not in _MADE]
    names = ", ".join(f'"{column.name}"' for column in columns)
    bound = ", ".join(f":{column.name}" for column in columns)
    made = _MADE_SQLITE if where.kind == "sqlite" else _MADE_POSTGRES
    series = _SERIES_SQLITE if where.kind == "sqlite" else _SERIES_POSTGRES
    text = sa.text(
        f'{series[0]} INSERT INTO "case" ({names}, id, number, handler_id, next_due_at, closed_at, right_due_at) '  # noqa: S608
        f"SELECT {bound}, {made} FROM {series[1]}"
    ).bindparams(
        *[sa.bindparam(column.name, sample[column.name], type_=column.type) for column in columns],
        sa.bindparam("cases", cases),
        sa.bindparam("mediators", MEDIATORS),
    )
    mediator = people["mediator"].account_id
    if mediator is None:
        raise RuntimeError("the measured office has no mediator")
    with where.engine.connect().execution_options(writing=True) as connection, connection.begin():
        for number in range(MEDIATORS):
            connection.execute(sa.text(_ACCOUNT_SQLITE if where.kind == "sqlite" else _ACCOUNT_POSTGRES), {"n": number})
        connection.execute(text)
        connection.execute(sa.text("ANALYZE"))
    return UUID(int=7)


_MADE = {"id", "number", "handler_id", "next_due_at", "closed_at", "right_due_at"}
_ACCOUNT_SQLITE = (
    "INSERT INTO account (id, login, name, role, password_hash, active, failures, created_at) "
    "VALUES (printf('%032x', :n), 'm' || :n, 'm', 'mediator', '!', 1, 0, '2026-01-01 00:00:00')"
)
_ACCOUNT_POSTGRES = (
    "INSERT INTO account (id, login, name, role, password_hash, active, failures, created_at) "
    "VALUES (lpad(to_hex(CAST(:n AS integer)), 32, '0')::uuid, 'm' || CAST(:n AS text), 'm', 'mediator', '!', true, 0, "
    "'2026-01-01Z')"
)
_SERIES_SQLITE = (
    "WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < :cases - 1)",
    "counted",
)
_SERIES_POSTGRES = ("", "generate_series(0, CAST(:cases AS integer) - 1) AS counted(n)")
_MADE_SQLITE = (
    "printf('%032x', n + 1000000), 'n' || n, printf('%032x', n % :mediators), "
    "datetime('2026-10-01', '+' || ((n * 7919) % 100000) || ' minutes') || '.000000', "
    "CASE WHEN (n / :mediators) % 10 = 0 THEN NULL ELSE '2026-09-01 00:00:00.000000' END, "
    "CASE WHEN (n / :mediators) % 10 = 0 THEN datetime('2026-10-20', '+' || ((n * 7919) % 3001) || ' days') "
    "|| '.000000' END"
)
_MADE_POSTGRES = (
    "lpad(to_hex(n + 1000000), 32, '0')::uuid, 'n' || n, "
    "lpad(to_hex(n % CAST(:mediators AS integer)), 32, '0')::uuid, "
    "timestamptz '2026-10-01Z' + ((n * 7919::bigint) % 100000) * interval '1 minute', "
    "CASE WHEN (n / CAST(:mediators AS integer)) % 10 = 0 THEN NULL ELSE timestamptz '2026-09-01Z' END, "
    "CASE WHEN (n / CAST(:mediators AS integer)) % 10 = 0 THEN timestamptz '2026-10-20Z' "
    "+ ((n * 7919::bigint) % 3001) * interval '1 day' END"
)
_COLUMNS = "id, number, case_type, state, title, next_due_at, right_due_at"
_MINE = f'SELECT {_COLUMNS} FROM "case" WHERE handler_id = ? AND closed_at IS NULL'  # noqa: S608
_PLAIN = (
    f"SELECT * FROM (SELECT * FROM ({_MINE} AND right_due_at <= ? ORDER BY right_due_at LIMIT 50) AS a "  # noqa: S608
    f"UNION ALL SELECT * FROM ({_MINE} AND (right_due_at IS NULL OR right_due_at > ?) "
    "ORDER BY next_due_at LIMIT 50) AS b) AS c LIMIT 50"
)


def measure(where: Store, rounds: int, size: int, cases: int) -> list[tuple[float, float]]:
    """Seconds per page by round: (engine, plain)."""
    mediator = seed(where, cases)
    stored = mediator if where.kind == "postgres" else mediator.hex
    text = _PLAIN if where.kind == "sqlite" else _PLAIN.replace("?", "%s")
    until: object = UNTIL if where.kind == "postgres" else UNTIL.strftime("%Y-%m-%d %H:%M:%S.%f")
    plain = where.plain()
    found = []
    for turn in range(rounds + 1):
        started = time.perf_counter()
        with reading(where.engine) as session:
            for _ in range(size):
                page = worklist(session, mediator, UNTIL, limit=PAGE)
        engine_time = time.perf_counter() - started
        started = time.perf_counter()
        for _ in range(size):
            rows = plain.execute(text, (stored, until, stored, until)).fetchall()
        plain_time = time.perf_counter() - started
        if len(page) != len(rows):
            raise RuntimeError("the engine and plain SQL found different pages")
        if turn:
            found.append((engine_time / size, plain_time / size))
    plain.close()
    return found
