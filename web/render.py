"""Jinja: one environment, the words and formats that every page uses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cases import codes
from cases.topics import TOPIC
from cases.triggers import TRIGGER, URGENCY
from cases.views.light import rest
from cases.views.secrecy import may_see_numbers, may_see_people, person_name
from foundation.clock import OFFICE, now
from foundation.crypto import mask_phone
from foundation.settings import settings
from notifications import ahead
from people.roles import ROLE_WORDS
from rules.book import UNITS
from web.navigation import menu
from web.places import alert_place
from web.visitor import Visitor
from workflows.charts.registry import CHARTS, LETTER_CHART, find_state
from workflows.next_step import next_step

HERE = Path(__file__).parent
_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default_for_string=True, default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def at(value: datetime | None) -> str:
    """An instant in office time."""
    if value is None:
        return ""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(OFFICE).strftime("%Y-%m-%d %H:%M")


def until(value: datetime | None) -> str:
    """The instant at which a limit ends: midnight belongs to the day that it closes (民法典 203), as 24:00."""
    text = at(value)
    if value is None or not text.endswith(" 00:00"):
        return text
    return f"{at(value - timedelta(minutes=1))[:10]} 24:00"


def day(value: date | datetime | None) -> str:
    """A day in office time."""
    if isinstance(value, datetime):
        return at(value)[:10]
    return value.isoformat() if value is not None else ""


def yuan(value: Decimal | None) -> str:
    """Money, or that it is not known."""
    return "不明" if value is None else f"{value:,.2f}"


def word(name: str, value: str | None) -> str:
    """The Chinese word of a stored code."""
    return codes.word(getattr(codes, name), value)


def state_word(case_type: str, state: str | None, version: int | None = None) -> str:
    """The word for a state of a chart, in the version that the case follows."""
    if state is None:
        return ""
    found = LETTER_CHART.states.get(state) if case_type == "letter" else find_state(case_type, state, version)
    return state if found is None else found.label


def owner_word(case_type: str, state: str, version: int | None = None) -> str:
    """Who must act next."""
    found = find_state(case_type, state, version)
    owner = "" if found is None else found.owner
    return str(ROLE_WORDS.get(owner, owner) if owner else "—")  # type: ignore[call-overload]


def older_chart(case_type: str, version: int) -> str:
    """Said on the page of a case that still follows an older version of its chart."""
    newest = CHARTS[case_type].version
    return "" if version == newest else f"状态图第 {version} 版（现行第 {newest} 版）"


def day_before(text: str) -> str:
    """The last day of a span that is written with its end left out."""
    return (date.fromisoformat(text) - timedelta(days=1)).isoformat()


_environment.filters.update(at=at, until=until, day=day, yuan=yuan, mask=mask_phone)
_environment.globals.update(
    word=word, state_word=state_word, owner_word=owner_word, older_chart=older_chart, codes=codes, ROLE_WORDS=ROLE_WORDS
)
_environment.globals.update(
    older_chart=older_chart,
    endangered=ahead.endangered,
    aid_first=ahead.aid_first,
    AID_FIRST=ahead.AID_FIRST,
    aid_note=ahead.aid_first_note,
    menu=menu,
    alert_place=alert_place,
    may_see_numbers=may_see_numbers,
    may_see_people=may_see_people,
    person_name=person_name,
    rest=rest,
    UNITS=UNITS,
    next_step=next_step,
    TOPIC=TOPIC,
    TRIGGER=TRIGGER,
    URGENCY=URGENCY,
    before=day_before,
)


def page(template: str, here: Visitor | None, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for this visitor."""
    html = _environment.get_template(template).render(
        here=here,
        csrf=here.csrf if here is not None else "",
        office=settings().office_name,
        present=now(),
        **values,
    )
    return HTMLResponse(html, status)
