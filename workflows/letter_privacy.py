"""The complainant does not reach a letter: a text that names them, or lets infer them, is refused without consent.

Complainants' data are confidential (湖北19, 陕西17, 安徽18, 内蒙古18, 福建20); that a letter must not even let infer
them is the union's own rule (工会自定). A refusal says what kind of thing stands where, and never the thing itself.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from cases.identity import Innocent, Leak, Passage, Person, direct_leaks, names_in
from cases.inference import Matter, inferred_leaks
from cases.views import tables as t
from foundation.errors import NotPossible, NotValid
from foundation.settings import settings
from foundation.work import Work
from workflows import investigating, letter_texts, letters
from workflows.subjects import CaseNow, LetterNow

# What a letter's facts are called where a refusal speaks of them. Others are named by their place in the text.
FACTS = {
    "findings": "查明的问题",
    "demands": "意见和要求",
    "legal_basis": "法律依据",
    "materials": "移交材料清单",
    "amount": "涉及金额",
    "consultation": "协商情况",
    "evidence": "证据清单",
}
# What others said: it is kept with the facts and not printed.
NOT_PRINTED = frozenset(
    {"copy_choice", "materials_found", "reply", "case_number", "served_on", "reply_due", "number", "told_on"}
)
REFUSED = "会暴露反映人或者劳动者，不能继续"
REWRITE = "请改写为不指明个人的表述；本人同意披露的，先办理“登记同意披露”。"
CLUE_MATERIALS = "随附材料"
OWN_DAYS = ("employment_ended", "accident")


def check(work: Work, letter: LetterNow, case: CaseNow) -> None:
    """Raises NotPossible where the letter names somebody of the file, or lets infer them, without their consent."""
    found = leaks(work, letter, case)
    if not found:
        return
    public = letter.kind == "public_notice"
    said = _said(found)
    what = (
        "公开提示函不得出现任何当事人的身份信息，请改写。"
        if public and any(one.direct for one in found)
        else REWRITE
        + ("移交材料中的，请隐去后另附，并在“修改文书”中改写清单的这一项。" if "移交材料清单" in said else "")
    )
    raise NotPossible(f"文书{REFUSED}：{said}。{what}")


def check_clue(work: Work, case: CaseNow, materials: str, organ: str) -> None:
    """The list that goes to the procuratorate with a clue, line by line, looked at as the text of a letter is.

    Raises NotPossible where it names somebody of the file, or lets infer them, without their consent.
    """
    lines = [line for line in materials.splitlines() if line.strip()]
    passages = [Passage(f"{CLUE_MATERIALS}第{place}项", line) for place, line in enumerate(lines, 1)]
    inquiry = investigating.latest_closed(work, case.id) or {}
    # The records of the investigation are named by who made them.
    officials = {work.by.name, inquiry.get("first_supervisor", ""), inquiry.get("second_supervisor", "")}
    known = innocent(work.connection, case, {organ}, officials)
    found = _found(work.connection, case, passages, known, public=False)
    if found:
        raise NotPossible(f"移送材料{REFUSED}：{_said(found)}。{REWRITE}")


def leaks(work: Work, letter: LetterNow, case: CaseNow) -> Sequence[Leak]:
    """Everything in the letter, its list of materials and its attached texts that names or lets infer."""
    passages = [*passages_of(letter.facts), *_words(work, letter)]
    passages += [*letter_texts.attached(work, letter), *letter_texts.handed_over(work, letter)]
    public = letter.kind == "public_notice"
    return _found(work.connection, case, passages, innocent_of(work, letter, case), public=public)


def _found(
    connection: sa.Connection, case: CaseNow, passages: Sequence[Passage], innocent: Innocent, *, public: bool
) -> Sequence[Leak]:
    people = people_of(connection, case.id)
    found = list(direct_leaks(passages, people, innocent, public=public))
    hidden = [one for one in people if not one.consented]
    if case.head_count == 1 and hidden:
        names = frozenset(name for one in hidden for name in one.names)
        found += inferred_leaks(passages, replace(matter_of(connection, case), names=names), innocent)
    return sorted(set(found))


def check_words(work: Work, case: CaseNow, what: str, passages: Sequence[Passage], firms: Set[str]) -> None:
    """Raises NotPossible where words that go to the employer name somebody of the file without their consent."""
    leaks = direct_leaks(passages, people_of(work.connection, case.id), innocent(work.connection, case, firms, set()))
    found = sorted(set(leaks))
    if found:
        raise NotPossible(f"{what}会暴露反映人或者劳动者，不能开具：{_said(found)}。请改写为不指明个人的表述。")


def _said(found: Sequence[Leak]) -> str:
    return "；".join(f"{where}出现{'、'.join(kinds)}" for where, kinds in _by_place(found).items())


def _by_place(found: Sequence[Leak]) -> Mapping[str, Sequence[str]]:
    places: dict[str, list[str]] = {}
    seen: set[str] = set()
    # A fact is printed in the text too: the place that can be edited is named, once for each kind.
    for leak in sorted(found, key=lambda one: one.where.startswith("正文")):
        if leak.where.startswith("正文") and leak.kind in seen:
            continue
        seen.add(leak.kind)
        places.setdefault(leak.where, []).append(leak.kind)
    return places


def people_of(connection: sa.Connection, case_id: UUID) -> Sequence[Person]:
    """Everybody of the file: parties of every role, callers, workers who came to a meeting; of joined files too."""
    link = t.case_link
    joined = sa.select(link.c.from_case_id).where(link.c.to_case_id == case_id, link.c.kind == "merged")
    ids = [case_id, *connection.execute(joined).scalars()]
    party, contact, guest = t.party.c, t.contact.c, t.meeting_person.c
    rows: list[tuple[Any, ...]] = [
        (row.name, row.phone, row.id_number, row.disclosure_consent_on is not None and not row.disclosure_withdrawn_on)
        for row in connection.execute(
            sa.select(
                party.name, party.phone, party.id_number, party.disclosure_consent_on, party.disclosure_withdrawn_on
            ).where(party.case_id.in_(ids))
        )
    ]
    calls = sa.select(contact.caller_name, contact.phone).where(contact.case_id.in_(ids))
    rows += [(row.caller_name, row.phone, None, False) for row in connection.execute(calls)]
    came = sa.select(guest.name).where(guest.case_id.in_(ids), guest.side == "worker")
    rows += [(row.name, None, None, False) for row in connection.execute(came)]
    return _agreed([_person(*row) for row in rows])


def _person(name: str | None, phone: str | None, number: str | None, consented: bool) -> Person:
    phones, numbers = (frozenset([one]) if one else frozenset[str]() for one in (phone, number))
    return Person(names_in(name), phones, numbers, consented)


def _agreed(people: Sequence[Person]) -> Sequence[Person]:
    """Whoever stands in the file twice agreed once: by the same name, and no number that contradicts."""
    yes = [one for one in people if one.consented]
    return [
        replace(one, consented=True) if not one.consented and any(_same(one, other) for other in yes) else one
        for one in people
    ]


def _same(one: Person, other: Person) -> bool:
    if not one.names & other.names:
        return False
    pairs = ((one.phones, other.phones), (one.numbers, other.numbers))
    return all(not mine or not theirs or mine & theirs for mine, theirs in pairs)


def innocent_of(work: Work, letter: LetterNow, case: CaseNow) -> Innocent:
    """Names that the letter must carry: the employer and its other names, the site, the unions, those who act."""
    inquiry = letter.facts.get("investigation") or {}
    officials = {name for name, _ in inquiry.get("supervisors", ())}
    # Whom the letter names as the one to ask.
    officials.add((letter.facts.get("contact") or {}).get("person"))
    officials |= {letter.drafted_by, letter.reviewed_by, letter.signed_by}
    return innocent(work.connection, case, {letter.issuer, letter.addressee}, officials)


def innocent(connection: sa.Connection, case: Any, firms: Set[str], officials: Set[str]) -> Innocent:
    """These, with every name of the file's employer, its site and unit, and our own; `case` is a row, or CaseNow."""
    known = {*firms, settings().office_name, case.project, case.unit}
    if case.employer_id is not None:
        alias, employer = t.employer_alias.c, t.employer.c
        known |= set(connection.execute(sa.select(employer.name).where(employer.id == case.employer_id)).scalars())
        known |= set(connection.execute(sa.select(alias.name).where(alias.employer_id == case.employer_id)).scalars())
    return Innocent(frozenset(filter(None, known)), frozenset(filter(None, officials)))


def matter_of(connection: sa.Connection, case: Any) -> Matter:
    """What the file knows of its one person. `case`: the row, or as acts see it."""
    amounts = {case.claimed}
    for table, column in ((t.party, "claimed"), (t.claim, "amount")):
        query = sa.select(table.c[column]).where(table.c.case_id == case.id)
        amounts |= set(connection.execute(query).scalars())
    said = sa.select(t.contact.c.content).where(t.contact.c.case_id == case.id)
    days = [case.anchors.get(name) for name in OWN_DAYS]
    return Matter(
        amounts=frozenset(one for one in amounts if one),
        own_days=frozenset(date.fromisoformat(one) for one in days if one),
        periods=frozenset(one for one in (case.owed_from, case.owed_to) if one),
        said=tuple(one for one in (case.narrative, *connection.execute(said).scalars()) if one),
    )


def passages_of(facts: Mapping[str, Any]) -> Iterator[Passage]:
    """The facts of a letter, by the names under which they are edited."""
    for name, value in facts.items():
        if name in NOT_PRINTED or value is None or isinstance(value, bool):
            continue
        where = FACTS.get(name, f"文书事项“{name}”")
        if isinstance(value, Mapping):
            yield from passages_of(value)
        elif isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value):
            for one in value:
                yield from passages_of(one)
        elif isinstance(value, list | tuple):
            for place, one in enumerate(value, 1):
                text = " ".join(map(str, one)) if isinstance(one, list | tuple) else str(one)
                yield Passage(f"{where}第{place}项", text)
        else:
            yield Passage(where, str(value))


def _words(work: Work, letter: LetterNow) -> Iterator[Passage]:
    """The composed text, as far as it can be composed yet."""
    yield Passage("主送单位", letter.addressee)
    try:
        text = letters.preview(work.session, letter.id)
    except NotValid:
        # Not complete yet: its facts were looked at.
        return
    for name, value in (asdict(text) if text is not None else {}).items():
        if name == "paragraphs":
            for place, paragraph in enumerate(value, 1):
                yield Passage(f"正文第{place}段", _flat(paragraph))
        elif name == "attachments":
            for place, attachment in enumerate(value, 1):
                yield Passage(f"附件名称第{place}项", _flat(attachment))
        elif value is not None and not isinstance(value, date | bytes):
            yield Passage("正文首尾", _flat(value))


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(_flat(one) for one in value.values())
    return " ".join(_flat(one) for one in value) if isinstance(value, list | tuple) else str(value)
