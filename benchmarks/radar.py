"""The radar during typing among a million people and a hundred thousand employers, beside the plain look-up by phone."""

import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from benchmarks.office import AT
from benchmarks.page import Wait
from benchmarks.stores import Store
from cases.case import Case
from cases.employer_names import fold_employer, keys_of, reduce_employer, reduce_project
from cases.views.radar import Asked, look
from foundation.crypto import blind_index
from foundation.database import reading

BATCH = 20_000
PER_CASE = 4
CHARACTERS = "恒远鑫达泰和瑞丰昌盛宏图伟业金源顺通永兴荣华盛世嘉诚信德广源天利安康富民正大华夏中兴海川"
TRADES = ("建筑劳务", "建筑工程", "劳务", "装饰工程", "餐饮管理", "物业服务", "商贸", "科技")
REGIONS = ("青海", "西宁", "甘肃", "四川", "重庆", "陕西", "河南", "")
SITES = ("广场", "花园", "学校", "医院", "大厦", "小区")


def employer_name(n: int) -> str:
    """Names as varied as a register's: two to four characters, a trade, a region; some are branches."""
    size = len(CHARACTERS)
    core = "".join(CHARACTERS[(n // size**place + place * 7) % size] for place in range(2 + n % 3))
    name = f"{REGIONS[n % 8]}{core}{TRADES[(n // 8) % 8]}有限公司"
    return f"{name}第{n}分公司" if n % 10 == 0 else f"{name[:-4]}{n % 97}有限公司" if n % 5 == 0 else name


def project_name(n: int) -> str:
    """Sites of a region."""
    size = len(CHARACTERS)
    return f"{CHARACTERS[n % size]}{CHARACTERS[(n // size) % size]}{SITES[n % 6]}{n % 9 + 1}期{n}号"


def phone(n: int) -> str:
    """A number for everybody; ten thousand of them called twice."""
    return f"0971{n % 990_000:08d}"


def _id(kind: int, n: int) -> UUID:
    return UUID(int=(kind << 96) + n)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def seed(where: Store, people: int, employers: int) -> None:
    """Employers and sites with their keys, cases of four people each."""
    tables = Case.metadata.tables
    sites = max(employers // 5, 1)
    cases = max(people // PER_CASE, 1)
    seen: set[str] = set()
    known: list[int] = []

    def files() -> Iterator[dict[str, Any]]:
        for n in range(employers):
            name = employer_name(n)
            folded = fold_employer(name)
            if folded not in seen:
                seen.add(folded)
                known.append(n)
                yield {"id": _id(1, n), "name": name, "folded": folded, "recorded_at": AT}

    def case_rows() -> Iterator[dict[str, Any]]:
        base = Case(
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
        for n in range(cases):
            opened = AT - timedelta(minutes=n * 3 % 1_500_000)
            yield {
                **base,
                "id": _id(3, n),
                "number": f"n{n}",
                "head_count": PER_CASE,
                "employer_id": _id(1, known[n % len(known)]),
                "project_id": _id(2, n % sites),
                "claimed": 10_000,
                "opened_at": opened,
            }

    def parties() -> Iterator[dict[str, Any]]:
        for n in range(people):
            yield {
                "id": _id(4, n),
                "case_id": _id(3, n // PER_CASE),
                "role": "worker",
                "name": "测试",
                "phone_index": blind_index(phone(n)),
                "status": "present",
                "recorded_at": AT,
            }

    with where.engine.connect().execution_options(writing=True) as connection, connection.begin():

        def fill(table: str, rows: Iterator[dict[str, Any]]) -> None:
            for batch in _batches(rows):
                connection.execute(sa.insert(tables[table]), batch)

        fill("employer", files())
        fill(
            "employer_key",
            (
                {"key": key, "employer_id": _id(1, n)}
                for n in known
                for key in sorted(keys_of(reduce_employer(employer_name(n))))
            ),
        )
        fill(
            "project",
            (
                {"id": _id(2, n), "name": project_name(n), "folded": fold_employer(project_name(n)), "recorded_at": AT}
                for n in range(sites)
            ),
        )
        fill(
            "project_key",
            (
                {"key": key, "project_id": _id(2, n)}
                for n in range(sites)
                for key in sorted(keys_of(reduce_project(project_name(n))))
            ),
        )
        fill("case", case_rows())
        fill("party", parties())
        connection.execute(sa.text("ANALYZE"))


def questions(size: int, people: int, employers: int) -> Sequence[Asked]:
    """What operators type: a phone, a name with or without a slip, a short name, a site."""
    asked = []
    for turn in range(size):
        name = employer_name(turn * 7919 % employers)
        slip = turn % 4
        if slip == 1:
            name = name[:3] + "某" + name[4:]
        elif slip == 2:
            name = reduce_employer(name).core
        elif slip == 3:
            name = name[:2] + name[3:2:-1] + name[4:]
        site = project_name(turn * 104_729 % max(employers // 5, 1))
        asked.append(Asked(phones=[phone(turn * 15_485_863 % people)], employer=name, project=site))
    return asked


def measure(where: Store, rounds: int, size: int, people: int, employers: int) -> Wait:
    """How long one look takes, beside a plain look-up by phone."""
    seed(where, people, employers)
    asked = questions(size, people, employers)
    mark = "?" if where.kind == "sqlite" else "%s"
    text = (
        'SELECT c.id, c.number, c.title, c.opened_at FROM party p JOIN "case" c ON c.id = p.case_id '  # noqa: S608
        f"WHERE p.phone_index = {mark} ORDER BY c.opened_at DESC LIMIT 10"
    )
    plain = where.plain()
    looks: list[float] = []
    worked: list[float] = []
    found = []
    for turn in range(rounds + 1):
        engine_time = plain_time = 0.0
        for one in asked:
            started, busy = time.perf_counter(), time.process_time()
            with reading(where.engine) as session:
                look(session, one, AT)
            took = time.perf_counter() - started
            engine_time += took
            if turn:
                looks.append(took)
                worked.append(time.process_time() - busy)
            index = blind_index(one.phones[0])
            started = time.perf_counter()
            plain.execute(text, (index,)).fetchall()
            plain_time += time.perf_counter() - started
        if turn:
            found.append((engine_time / size, plain_time / size))
    plain.close()
    cuts = statistics.quantiles(looks, n=20)
    ratio = statistics.median(one / other for one, other in found)
    wait = Wait(
        f"Radar while typing: {people:,} people, {employers:,} employers",
        where.kind,
        cuts[9],
        cuts[18],
        "p95 < 150 ms",
        f"{statistics.median(worked) * 1000:.0f} ms of work in this process; {ratio:.0f} times a plain look-up by phone",
    )
    print(wait, flush=True)
    return wait
