"""Letter templates for programs: what is in force, the facts they may use, their versions. Changing is an act."""

from typing import Any

from fastapi import APIRouter
from fastapi.encoders import jsonable_encoder

from api.caller import Calling
from cases.views.letter_templates import one_version, versions
from documents.letter_facts import Fact, usable
from documents.template_ways import ways
from foundation.database import reading
from workflows.letter_templates import Standing, all_standings, standing

router = APIRouter(tags=["文书"])


def _standing(found: Standing) -> dict[str, Any]:
    last = found.last
    return {
        "kind": found.kind,
        "label": found.label,
        "own": found.present.own,
        "digest": found.present.digest,
        "fault": found.fault,
        "registered": found.registered,
        "version": last.seq if last is not None else None,
        "changed_at": last.at if last is not None else None,
        "changed_by": last.by_name if last is not None else None,
        "unsigned_letters": found.waiting,
    }


def _fact(kind: str, fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "meaning": fact.meaning,
        "example": fact.example,
        "required": kind in fact.required,
        "list": fact.is_list,
        "columns": fact.columns,
        "ways": [way.piece for way in ways(kind, fact)],
    }


@router.get("/letters/templates", summary="文书模板")
def listed(calling: Calling) -> dict[str, Any]:
    """各文种现用本单位模板还是系统模板、能否使用、最近一版由谁何时改动。"""
    with reading(calling.engine) as session:
        items = [_standing(one) for one in all_standings(session)]
    answer: dict[str, Any] = jsonable_encoder({"items": items})
    return answer


@router.get("/letters/templates/{kind}", summary="一种文书的模板和可用事实")
def one(calling: Calling, kind: str) -> dict[str, Any]:
    """现用文本及其指纹（保存时作为 seen 交回）、可用事实、登记的各版。"""
    with reading(calling.engine) as session:
        found = standing(session.connection(), kind)
        rows = [dict(row._mapping) for row in versions(session, kind)]
    facts = [_fact(kind, fact) for fact in usable(kind)]
    said = {name: value for name, value in _standing(found).items() if name != "unsigned_letters"}
    answer: dict[str, Any] = jsonable_encoder({**said, "text": found.present.text, "facts": facts, "versions": rows})
    return answer


@router.get("/letters/templates/{kind}/versions/{seq}", summary="模板的一版")
def version(calling: Calling, kind: str, seq: int) -> dict[str, Any]:
    """登记的文本，以及由谁何时改动。"""
    with reading(calling.engine) as session:
        row = one_version(session, kind, seq)
    names = ("kind", "seq", "origin", "text", "sha256", "note", "by_name", "at")
    answer: dict[str, Any] = jsonable_encoder({name: getattr(row, name) for name in names})
    return answer
