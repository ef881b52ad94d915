"""Searching among 200,000 cases: words, names, sounds and numbers, beside LIKE over the same columns in the same run."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from benchmarks.office import AT, hire
from benchmarks.page import Wait
from benchmarks.stores import Store
from cases.case import Case
from cases.employer import Employer
from cases.party import Party
from cases.search_document import SearchDocument
from cases.views.search import search
from cases.views.search_viewer import Viewer
from foundation.database import reading
from foundation.ids import new_id
from workflows.indexing import rebuild

BATCH = 5_000
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文辉玲玉兰梅"
PLACES = "西宁城东城北城中湟中大通湟源海东格尔木德令哈玉树共和贵德门源"
TRADES = ("建筑劳务", "物流", "餐饮", "商贸", "物业", "保安", "矿业", "农牧", "纺织", "家政", "快递", "装饰")
MATTERS = (
    "拖欠工资",
    "加班费",
    "未签合同",
    "解除合同",
    "工伤待遇",
    "社会保险",
    "年休假",
    "押金",
    "高温津贴",
    "竞业限制",
)
WORDS = (
    "工程完工后老板拒绝结算", "塔吊司机", "钢筋工班组", "农民工维权", "食堂停伙", "工资条丢失", "微信转账", "考勤记录",
    "项目部", "劳务分包", "总包单位", "夜班补贴", "试用期", "口头约定", "现场负责人失联", "保证金", "合同到期", "住院治疗",
)  # fmt: skip
QUERIES = {
    "two signs": ("工资", "司机", "押金", "塔吊", "夜班", "住院"),
    "names": ("王建国", "张伟", "赵敏静", "李秀英"),
    "sounds": ("wjg", "zhangwei", "lixiuying", "wuliu", "jzlw"),
    "numbers": ("〔2026〕薪0777号", "2026薪12", "薪150000"),
    "two words": ("塔吊 押金", "王建国 物流", "城东 夜班"),
    "nothing": ("鳄鱼皮", "xqzk", "薪999999"),
}


def seed(where: Store, cases: int) -> None:
    """Cases with people, employers and a narrative, written plainly and indexed as an office does it."""
    hire(where.engine)
    chance = random.Random(7)  # noqa: S311 - the same office in every run
    case, party, employer = (SQLModel.metadata.tables[name] for name in ("case", "party", "employer"))
    names = [
        f"{PLACES[place % 28 : place % 28 + 2]}{chance.choice(GIVEN)}{chance.choice(GIVEN)}{chance.choice(TRADES)}有限公司{place}"
        for place in range(max(50, cases // 10))
    ]
    employers = [Employer(name=name, folded=name, recorded_at=AT).model_dump() for name in names]
    sample = Case(
        number="x", case_type="wage_arrears", state="mediating", stage="mediation", title="x", channel="walk_in",
        district="630102", category="wages", opened_at=AT, recorded_at=AT,
    ).model_dump()  # fmt: skip
    with where.engine.connect().execution_options(writing=True) as connection, connection.begin():
        for start in range(0, len(employers), BATCH):
            connection.execute(sa.insert(employer), employers[start : start + BATCH])
        for start in range(0, cases, BATCH):
            rows, people = [], []
            for number in range(start, min(start + BATCH, cases)):
                firm = chance.choice(employers)
                said = "，".join(chance.sample(WORDS, 4))
                case_id = new_id()
                matter = chance.choice(MATTERS)
                rows.append(
                    {
                        **sample,
                        "id": case_id,
                        "number": f"〔2026〕薪{number:04d}号",
                        "title": f"{firm['name']}{matter}（{number % 9 + 1}人）",
                        "narrative": f"{said}，{matter}，共{number % 9 + 1}人，多次讨要未果。",
                        "employer_id": firm["id"],
                        "opened_at": AT + timedelta(minutes=number),
                    }
                )
                name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))
                people.append(Party(case_id=case_id, role="worker", name=name, recorded_at=AT).model_dump())
            connection.execute(sa.insert(case), rows)
            connection.execute(sa.insert(party), people)
    started = time.perf_counter()
    rebuild(where.engine, AT, lambda _done, _of: None)
    print(f"  indexed {cases:,} cases in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    with where.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))


_LIKE = sa.text(
    'SELECT c.id, c.number, c.title FROM "case" c LEFT JOIN employer e ON e.id = c.employer_id '
    "WHERE c.number LIKE :q OR c.title LIKE :q OR c.narrative LIKE :q OR e.name LIKE :q "
    "OR EXISTS (SELECT 1 FROM party p WHERE p.case_id = c.id AND p.name LIKE :q) "
    "ORDER BY c.opened_at DESC LIMIT 21"
)


def _times(work: Callable[[str], Any], queries: tuple[str, ...], rounds: int) -> list[float]:
    found = []
    for turn in range(rounds + 1):
        for query in queries:
            started = time.perf_counter()
            work(query)
            # The first turn warms what both sides keep: statements, pages, the table of syllables.
            if turn:
                found.append(time.perf_counter() - started)
    return found


def measure(where: Store, rounds: int, cases: int) -> tuple[list[tuple[float, float]], list[Wait]]:
    """Seconds per query by kind: (search, LIKE), and how long a person waits for each."""
    seed(where, cases)
    viewer = Viewer("mediator", new_id())

    def ours(query: str) -> Any:
        with reading(where.engine) as session:
            return search(session, query, viewer)

    def like(query: str) -> Any:
        with where.engine.connect() as connection:
            return connection.execute(_LIKE, {"q": f"%{query}%"}).all()

    found, waits = [], []
    for kind, queries in QUERIES.items():
        busy = time.process_time()
        mine = _times(ours, queries, rounds * 4)
        busy = (time.process_time() - busy) / len(queries) / (rounds * 4 + 1)
        plain = _times(like, queries, 1)
        found.append((statistics.median(mine), statistics.median(plain)))
        worst = statistics.quantiles(mine, n=20)[-1]
        wait = Wait(
            f"Search {cases:,} cases: {kind}",
            where.kind,
            statistics.median(mine),
            worst,
            "p95 < 100 ms",
            f"{busy * 1e3:.0f} ms of work in this process; LIKE takes {statistics.median(plain) * 1e3:,.0f} ms",
        )
        print(wait, flush=True)
        waits.append(wait)
    with where.engine.connect() as connection:
        documents = connection.execute(sa.select(sa.func.count()).select_from(SearchDocument)).scalar_one()
    print(f"  {documents:,} documents", file=sys.stderr, flush=True)
    return found, waits
