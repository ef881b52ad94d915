"""Whatever passes names nobody: random files, random letters, with and without a planted leak (invariant 5)."""

import json
import re
import unicodedata
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cases.check_digits import id_check
from cases.identity import Innocent, Passage, Person, direct_leaks, names_in
from cases.letter import Letter
from foundation.database import reading
from foundation.errors import NotPossible
from tests.office import Office
from tests.stories.scripts import opening
from workflows.letters import preview

# Characters of names that no sentence below has.
FAMILY, GIVEN = "赵钱孙李郑冯陈褚卫蒋沈韩杨", "鑫磊淼焱垚森晶犇羴骉飍"
SENTENCES = (
    "拖欠三名工人2026年3月至5月工资54000元",
    "未依法缴纳社会保险费",
    "安排职工每月加班超过三十六小时",
    "未与二十名职工订立书面劳动合同",
    "约定的付款日期已过仍未支付",
    "未按照规定建立工资专用账户（尾号未核实）",
)
# How people part what belongs together: with spaces, dots and strokes, narrow and wide.
GAPS = st.sampled_from(["", " ", "　", "·", "-", "  ", "\u200b"])
STROKES = st.sampled_from(["", " ", "-", "－", ".", "（", " - "])
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@st.composite
def names(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(FAMILY)) + draw(st.text(GIVEN, min_size=1, max_size=2))


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """With a prefix that no place has."""
    born = draw(st.dates(date(1950, 1, 1), date(2009, 12, 31)))
    first = f"990101{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + id_check(first)


def phones() -> st.SearchStrategy[str]:
    return st.integers(0, 99_999_999).map(lambda number: f"139{number:08d}") | st.integers(0, 9_999_999).map(
        lambda number: f"0971-{number:07d}"
    )


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    """A few people, some of whom agreed to be named."""
    one = st.builds(
        lambda name, phone, number, yes: Person(names_in(name), frozenset([phone]), frozenset([number]), yes),
        names(),
        phones(),
        id_numbers(),
        st.booleans(),
    )
    return draw(st.lists(one, min_size=1, max_size=4, unique_by=lambda person: person.names))


@st.composite
def spelt(draw: st.DrawFn, value: str, gaps: st.SearchStrategy[str]) -> str:
    """A value as somebody might type it."""
    parted = "".join(character + draw(gaps) for character in value[:-1]) + value[-1]
    return parted.translate(WIDE) if draw(st.booleans()) else parted


@st.composite
def letters(draw: st.DrawFn, known: list[Person]) -> tuple[list[str], Person | None]:
    """Sentences, and whose name or number was put into one of them."""
    said = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
    if draw(st.booleans()):
        return said, None
    person = draw(st.sampled_from(known))
    value, gaps = draw(
        st.sampled_from(
            [
                (next(iter(person.names)), GAPS),
                (next(iter(person.phones)), STROKES),
                (next(iter(person.numbers)), STROKES),
            ]
        )
    )
    place = draw(st.integers(0, len(said) - 1))
    said[place] = f"{said[place]}，{draw(spelt(value, gaps))}"
    return said, person


def squeezed(text: str) -> str:
    """Another way than the tested one: nothing but letters, digits and hanzi."""
    return re.sub(r"[^0-9a-z一-龥]", "", unicodedata.normalize("NFKC", text).lower())


def carries(text: str, person: Person) -> bool:
    """Whether a text has a name or a number of somebody."""
    every = [*person.names, *person.phones, *person.numbers]
    return any(squeezed(one) in squeezed(text) for one in every)


@given(st.data())
def test_what_passes_carries_nobody_and_what_was_planted_is_found(data: st.DataObject) -> None:
    known = data.draw(people())
    said, planted = data.draw(letters(known))
    public = data.draw(st.booleans())
    passages = [Passage(f"第{place}项", text) for place, text in enumerate(said, 1)]
    leaks = list(direct_leaks(passages, known, Innocent(), public=public))
    hidden = [one for one in known if public or not one.consented]
    if not leaks:
        assert not any(carries(text, person) for text in said for person in hidden)
    assert bool(leaks) == (planted is not None and any(carries(text, one) for text in said for one in hidden))
    # A refusal says what and where, never who.
    for leak in leaks:
        assert not any(carries(f"{leak.where}{leak.kind}", person) for person in known)


@given(names(), st.text(GIVEN, min_size=3, max_size=5), st.booleans())
def test_a_name_in_the_names_of_the_house_is_nobodys(name: str, firm: str, agreed: bool) -> None:
    assume(name not in firm)
    house = f"{firm}{name}建筑工程队"
    person = Person(names_in(name), consented=agreed)
    innocent = Innocent(frozenset([house]))
    assert not list(direct_leaks([Passage("正文", f"{house}拖欠工资")], [person], innocent))
    found = list(direct_leaks([Passage("正文", f"{house}拖欠{name}工资")], [person], innocent))
    assert bool(found) is not agreed


def said_no(office: Office, letter_id: UUID) -> str | None:
    """The refusal, if there is one."""
    try:
        office.act("submit_letter", letter_id, by="mediator")
    except NotPossible as refused:
        return refused.detail
    return None


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_letter_that_is_submitted_names_a_party(office: Office, data: st.DataObject) -> None:
    known = data.draw(people())
    said, _ = data.draw(letters(known))
    first, *rest = known
    begun = opening("wage_arrears", worker_name=next(iter(first.names)), phone=next(iter(first.phones)))
    case_id = office.act("open_case", **{**begun, "head_count": data.draw(st.sampled_from([1, 3, 12]))}).case_id
    assert case_id is not None
    workers = [
        {"name": next(iter(one.names)), "phone": next(iter(one.phones)), "id_number": next(iter(one.numbers))}
        for one in rest
    ]
    if workers:
        office.act("add_workers", case_id, by="mediator", workers=workers)
    law = "《保障农民工工资支付条例》第三条"
    for text in said:
        office.act("record_violation", case_id, by="mediator", matter="M04", law_article=law, facts=text)
    made = office.act("draft_letter", case_id, by="mediator", kind="notice", cause="测试").made
    letter_id = UUID(str(made["letter_id"]))
    if (refused := said_no(office, letter_id)) is not None:
        assert not any(carries(refused, one) for one in known)
        return
    with office.engine.connect() as connection:
        table: sa.Table = Letter.__table__
        facts = connection.execute(sa.select(table.c.facts).where(table.c.id == letter_id)).scalar_one()
    with reading(office.engine) as session:
        words = preview(session, letter_id)
    # The first has no ID number on file: only what the file knows can be kept out by it.
    filed = [Person(first.names, first.phones), *rest]
    for text in (json.dumps(facts, ensure_ascii=False), str(words)):
        assert not any(carries(text, one) for one in filed)
