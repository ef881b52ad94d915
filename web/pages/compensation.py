"""计算与判断: calculators and decision tables as pages; a question stands in the address, with no personal data."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from foundation.clock import now, office_day
from foundation.errors import NotFound
from foundation.settings import settings
from rules.errors import RuleError
from rules.findings.asking_table import TABLES
from rules.findings.catalogue import all_inquiries
from rules.findings.deciding import printed
from rules.findings.finding import Finding
from rules.findings.registry import Inquiry
from web.fields import fields_of, read_values, rows_shown, starting_values
from web.render import page
from web.visitor import Here, Visitor
from workflows.forms import explain

router = APIRouter()
ASKED = "asked"


@dataclass(frozen=True)
class Place:
    """Where the questions of one kind live."""

    kind: str
    path: str
    title: str
    summary: str


CALCULATORS = Place(
    "calculator", "/rules/compensation", "经济补偿与赔偿计算", "每一步、每个参数和依据都写在计算书上，可以打印。"
)
TABLES_PLACE = Place("table", "/rules/findings", "法律规则判断", "按决策表逐行判断，写明符合哪一行、依据哪一条。")
PLACES = (CALCULATORS, TABLES_PLACE)


def asked_for(request: Request) -> dict[str, str]:
    """What stands in the address."""
    return dict(request.query_params)


Given = Annotated[dict[str, str], Depends(asked_for)]


def _listed(here: Visitor, place: Place) -> Response:
    return page("findings.html", here, place=place, places=PLACES, inquiries=all_inquiries(place.kind).values())


def _asked(here: Visitor, place: Place, name: str, given: dict[str, str]) -> Response:
    inquiry = all_inquiries(place.kind).get(name)
    if inquiry is None:
        raise NotFound("没有这个计算或判断。")
    fields = fields_of(inquiry.form)
    found: Finding | None = None
    errors: dict[str, str] = {}
    message: str | None = None
    if ASKED in given:
        found, errors, message = _answer(inquiry, read_values(fields, given))
    return page(
        "finding.html",
        here,
        status=422 if message else 200,
        place=place,
        inquiry=inquiry,
        fields=fields,
        given=given if ASKED in given else starting_values(inquiry.form) | _usual(inquiry) | given,
        errors=errors,
        message=message,
        found=found,
        table=TABLES.get(name),
        rows_shown=rows_shown,
        printed=printed,
    )


def _usual(inquiry: Inquiry) -> dict[str, str]:
    """Most questions are asked about today, and about the office's own place."""
    usual = {"day": office_day(now()).isoformat(), "region": settings().office_region}
    return {name: value for name, value in usual.items() if name in inquiry.form.model_fields}


def _answer(inquiry: Inquiry, data: dict[str, Any]) -> tuple[Finding | None, dict[str, str], str | None]:
    try:
        return inquiry.ask(inquiry.form.model_validate(data)), {}, None
    except ValidationError as error:
        refusal = explain(error, inquiry.form)
        return None, refusal.fields, refusal.detail
    except (RuleError, OverflowError) as error:
        return None, {}, str(error) if isinstance(error, RuleError) else "日期或数字超出可计算的范围。"


@router.get("/rules/compensation")
def calculators(here: Here) -> Response:
    """All calculators."""
    return _listed(here, CALCULATORS)


@router.get("/rules/compensation/{name}")
def calculate(here: Here, name: str, given: Given) -> Response:
    """One calculator, and its sheet once it was asked."""
    return _asked(here, CALCULATORS, name, given)


@router.get("/rules/findings")
def tables(here: Here) -> Response:
    """All decision tables."""
    return _listed(here, TABLES_PLACE)


@router.get("/rules/findings/{name}")
def judge(here: Here, name: str, given: Given) -> Response:
    """One decision table, and the answer once it was asked."""
    return _asked(here, TABLES_PLACE, name, given)
