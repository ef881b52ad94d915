"""The roster 名册 of a case: pasted from a spreadsheet, taken in one act, corrected person by person."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field, ValidationInfo, field_validator, model_validator

from cases.check_digits import id_fault, tidy
from cases.codes import ID_KIND
from cases.party import Party
from cases.roster_text import RosterLine, read_roster
from foundation.crypto import blind_index
from foundation.errors import NotPossible, NotValid
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.commands.intake import COLLECTIVE_FROM, WorkerItem, add_party
from workflows.forms import Form, Phone, Yuan, choice
from workflows.roster import Person, complete, named, people_of, total
from workflows.subjects import CaseNow

DESK = (Role.OPERATOR, Role.MEDIATOR, Role.SUPERVISOR)
_party: sa.Table = Party.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
NAMED = 20


class TakeRoster(Form):
    """The text as it was copied from the spreadsheet."""

    roster_text: str = Field(
        title="名册",
        min_length=1,
        max_length=400_000,
        description="从表格中复制粘贴；表头可有可无：姓名、电话、证件号码、证件类型、诉求金额，次序不限",
    )
    skip_bad: bool = Field(default=False, title="跳过有误的行，只登记其余各行")


@act("登记名册", *DESK, form=TakeRoster, desk="roster")
def take_roster(work: Work, case: CaseNow, form: TakeRoster) -> dict[str, Any]:
    """粘贴名册一次登记；同一人不重复登记，有误的行逐行指出。"""
    read = read_roster(form.roster_text, work.day)
    if read.problems and not form.skip_bad:
        raise NotValid(f"名册有 {len(read.problems)} 行有误，没有登记。", fields={"roster_text": read.said})
    bad = {one.line for one in read.problems}
    lines = [line for line in read.lines if line.line not in bad]
    if not lines:
        raise NotValid("名册中没有可以登记的人。", fields={"roster_text": "没有可以登记的人"})
    people = people_of(work, case)
    known = _Known(people)
    added, same, filled, told = 0, 0, 0, []
    for line in lines:
        person = known.find(line)
        if person is None:
            item = WorkerItem(
                name=line.name, phone=line.phone, id_kind=line.id_kind, id_number=line.id_number, claimed=line.claimed
            )
            party_id = add_party(work, case, item, "worker", agreed=line.agreed, place=len(known.people))
            known.add(_person_of(party_id, line))
            added += 1
            continue
        same += 1
        filled += _fill(work, person, line)
        if line.claimed is not None and person.claimed != line.claimed:
            told.append(f"{line.name}（第{line.line}行）诉求金额与已登记的不同，没有改动")
    case.head_count = max(case.head_count, len(known.people))
    case.is_collective = case.is_collective or case.head_count >= COLLECTIVE_FROM
    keep_sums(case, known.people, "claimed", "agreed")
    made: dict[str, Any] = {"added": added, "same": same, "filled": filled, "skipped": len(bad)}
    if told:
        made["told"] = "；".join(told[:NAMED])
    return made


def keep_sums(case: CaseNow, people: Sequence[Person], *columns: str) -> None:
    """Where the roster is complete and everybody has an amount, the case's own sum is theirs."""
    if not complete(case, people):
        return
    for column in columns:
        summed = total(people, column)
        if summed is not None:
            setattr(case, column, summed)


class _Known:
    """Who is on the roster already, by ID number, by phone and name, by name alone where nothing else is known."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = list(people)
        self._by: dict[tuple[str, ...], Person] = {}
        for one in people:
            self._index(one)

    def _index(self, one: Person) -> None:
        if one.id_index:
            self._by.setdefault(("id", one.id_index), one)
        if one.phone_index:
            self._by.setdefault(("phone", one.phone_index, one.name), one)
        if not one.id_index and not one.phone_index:
            self._by.setdefault(("name", one.name), one)

    def add(self, one: Person) -> None:
        """Somebody new."""
        self.people.append(one)
        self._index(one)

    def find(self, line: RosterLine) -> Person | None:
        """The person of a line. Two different ID numbers are two people, whatever else is the same."""
        index = blind_index(line.id_number) if line.id_number else None
        if index is not None and ("id", index) in self._by:
            return self._by["id", index]
        if line.phone:
            found = self._by.get(("phone", blind_index(line.phone), line.name))
            if found is not None and (index is None or found.id_index is None):
                return found
        return self._by.get(("name", line.name))


def _person_of(party_id: Any, line: RosterLine) -> Person:
    return Person(
        id=party_id,
        name=line.name,
        role="worker",
        phone_index=blind_index(line.phone) if line.phone else None,
        id_index=blind_index(line.id_number) if line.id_number else None,
        claimed=line.claimed,
        agreed=line.agreed,
        paid=None,
    )


def _fill(work: Work, person: Person, line: RosterLine) -> bool:
    """What the entry did not say yet. Nothing that is there is changed."""
    new: dict[str, Any] = {}
    if line.id_number and person.id_index is None:
        person.id_index = blind_index(line.id_number)
        new |= {"id_number": line.id_number, "id_kind": line.id_kind, "id_index": person.id_index}
    if line.phone and person.phone_index is None:
        person.phone_index = blind_index(line.phone)
        new |= {"phone": line.phone, "phone_index": person.phone_index}
    for column in ("claimed", "agreed"):
        value: Decimal | None = getattr(line, column)
        if value is not None and getattr(person, column) is None:
            setattr(person, column, value)
            new[column] = value
    work.writes.update(Party, {"id": person.id}, new)
    return bool(new)


class UpdatePerson(Form):
    """Only what is given is changed."""

    party: str = Field(title="劳动者", min_length=1, max_length=60, json_schema_extra={"choose": "roster_person"})
    name: str | None = Field(default=None, title="更正姓名", min_length=1, max_length=60)
    phone: Phone | None = Field(default=None, title="更正电话")
    id_kind: Annotated[str, choice(ID_KIND)] | None = Field(default=None, title="证件类型")
    id_number: str | None = Field(default=None, title="更正证件号码", max_length=30)
    claimed: Yuan | None = Field(default=None, title="个人诉求金额（元）")
    is_withdrawn: bool = Field(default=False, title="本人退出本案")
    reason: str | None = Field(default=None, title="说明", max_length=500)

    @field_validator("id_number")
    @classmethod
    def _number_checked(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        fault = id_fault(value, info.data.get("id_kind"))
        if fault is not None:
            raise ValueError(fault)
        return tidy(value)

    @model_validator(mode="after")
    def _something(self) -> "UpdatePerson":
        if not self.model_dump(exclude_none=True, exclude_defaults=True, exclude={"party", "reason"}):
            raise ValueError("请至少填写一项")
        return self


@act("更正人员", *DESK, form=UpdatePerson, desk="roster")
def update_person(work: Work, case: CaseNow, form: UpdatePerson) -> dict[str, Any]:
    """更正名册中一人的信息，或者登记其退出本案；已到账的不能退出。"""
    people = people_of(work, case)
    person = named(people, [form.party], field="party")[0]
    new: dict[str, Any] = form.model_dump(exclude_none=True, include={"name", "claimed", "id_kind"})
    for column, index in (("phone", "phone_index"), ("id_number", "id_index")):
        value = getattr(form, column)
        if value is not None:
            new |= {column: value, index: blind_index(value)}
    if form.id_number is not None and _taken(people, person, new["id_index"]):
        raise NotPossible("名册中另有一人是这个证件号码；如系同一人重复登记，请办理“合并人员”。")
    if form.is_withdrawn:
        if person.paid:
            raise NotPossible(f"{person.name} 已有到账，不能退出；到账记录须保留。")
        new["status"] = "withdrawn"
        people.remove(person)
    elif form.claimed is not None:
        person.claimed = form.claimed
        keep_sums(case, people, "claimed")
    work.writes.update(Party, {"id": person.id}, new)
    return {"person": str(person.id)}


def _taken(people: Sequence[Person], person: Person, index: str) -> bool:
    return any(one.id_index == index for one in people if one.id != person.id)
