"""What the ID numbers of a file say of its people, for whoever marks its 重点群体: counts, never a person."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.id_reading import told_by
from cases.views import tables as t
from cases.views.secrecy import may_see_people
from foundation.work import Actor


def groups_of(session: Session, case_id: UUID) -> Sequence[str]:
    """The groups that are marked on a file."""
    query = sa.select(t.case.c.key_groups).where(t.case.c.id == case_id)
    return session.connection().execute(query).scalar_one_or_none() or ()


def numbers_say(session: Session, case_id: UUID, today: date, by: Actor) -> str | None:
    """How many women, and how old the youngest and the oldest are; None where no number says anything, and for those
    who may not know the people of a secret file.

    It proposes nothing more: from which age on somebody belongs to a group is for the law and a person to say.
    """
    case = session.connection().execute(sa.select(t.case).where(t.case.c.id == case_id)).one_or_none()
    if case is None or not may_see_people(case, by):
        return None
    party = t.party.c
    query = sa.select(party.id_number).where(
        party.case_id == case_id, party.id_number.is_not(None), party.status != "merged"
    )
    told = [found for one in session.connection().execute(query).scalars() if (found := told_by(one)) is not None]
    if not told:
        return None
    women, ages = sum(one.female for one in told), sorted(one.age_on(today) for one in told)
    span = f"{ages[0]}周岁" if ages[0] == ages[-1] else f"{ages[0]}至{ages[-1]}周岁"
    people = f"女{women}人、男{len(told) - women}人"
    return f"据案内{len(told)}个居民身份证号：{people}，年龄{span}。是否属于下列群体，请核实后勾选。"
