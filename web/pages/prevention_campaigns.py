"""专项行动: the list, one campaign with its progress, its cases and activities, and its rule."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from cases.codes import CASE_TYPE, CHANNEL, CLAIM_KIND, CodeList, word
from cases.prevention.codes import ACTIVITY_KIND, CASE_FLAG, TAG_SUBJECT
from cases.views.prevention_campaigns import campaign, campaigns, tagged, targets
from cases.views.prevention_common import traces
from foundation.database import reading
from foundation.errors import NotFound
from web.pages.prevention_common import filled_form, offered, pager, show
from web.places import after
from web.visitor import Here
from workflows.prevention.tags import TAGGING, preview, untagged

router = APIRouter()
ONE = "/prevention/campaigns/{campaign_id}"
for name in (
    "create_campaign",
    "edit_campaign",
    "set_campaign_targets",
    "propose_campaign_rule",
    "apply_campaign_rule",
    "move_campaign",
    "tag_campaign_now",
):
    after(name, ONE)
after("take_campaign_seeds", "/prevention/campaigns")
MOVES = ("move_campaign", "tag_campaign_now")


def rule_words(rule: Sequence[Mapping[str, str]]) -> list[str]:
    """Each line of a rule in Chinese."""
    parts: Sequence[tuple[str, CodeList, str]] = (
        ("case_type", CASE_TYPE, ""),
        ("claim_kind", CLAIM_KIND, "诉求含"),
        ("flag", CASE_FLAG, ""),
        ("channel", CHANNEL, "渠道："),
        ("activity_kind", ACTIVITY_KIND, ""),
    )
    said = []
    for line in rule:
        wanted = [before + word(codes, line[name]) for name, codes, before in parts if line.get(name)]
        said.append(f"{TAG_SUBJECT[line['subject']]}：{'，'.join(wanted) or '全部'}")
    return said


@router.get("/prevention/campaigns")
def listed(here: Here, p: int = 1, state: str = "") -> Response:
    """All campaigns with their bars."""
    with reading(here.engine) as session:
        found, files = campaigns(session, p, state)
    return show(
        "prevention_campaigns.html",
        here,
        found=found,
        files=files,
        state=state,
        offered=offered(here, "create_campaign", "take_campaign_seeds"),
        pager=pager(found, "/prevention/campaigns", f"state={state}" if state else ""),
    )


@router.get("/prevention/campaigns/{campaign_id}")
def one(here: Here, campaign_id: UUID, kind: str = "case", p: int = 1) -> Response:
    """One campaign; `kind` is what is listed below."""
    if kind not in TAG_SUBJECT:
        raise NotFound("没有这种对象。")
    with reading(here.engine) as session:
        file = campaign(session, campaign_id)
        row = file.row
        rows = tagged(session, campaign_id, kind, p)
        connection = session.connection()
        waiting = 0
        if row.state in TAGGING:
            missing = untagged(connection, campaign_id, row.rule, row.starts_on, row.ends_on)
            waiting = sum(map(len, missing.values()))
        would = preview(connection, SimpleNamespace(**row._mapping), row.proposed) if row.proposed is not None else None
        done = traces(session, "campaign", campaign_id)
    return show(
        "prevention_campaign.html",
        here,
        file=file,
        row=row,
        kind=kind,
        found=rows,
        waiting=waiting,
        would=would,
        rule_words=rule_words,
        traces=done,
        may_lead=bool(offered(here, "edit_campaign")),
        moves=offered(here, *MOVES),
        may_untag=bool(offered(here, "untag_by_hand")),
        pager=pager(rows, f"/prevention/campaigns/{campaign_id}", f"kind={kind}"),
    )


@router.get("/prevention/campaigns/{campaign_id}/edit")
def edit(here: Here, campaign_id: UUID) -> Response:
    """The campaign's own fields."""
    with reading(here.engine) as session:
        row = campaign(session, campaign_id).row
    names = ("name", "kind", "starts_on", "ends_on", "owner_id", "note")
    values = {"campaign_id": campaign_id, **{name: getattr(row, name) for name in names}}
    return filled_form(here, "edit_campaign", f"/prevention/campaigns/{campaign_id}", values, row.name)


@router.get("/prevention/campaigns/{campaign_id}/targets")
def edit_targets(here: Here, campaign_id: UUID) -> Response:
    """Its targets."""
    with reading(here.engine) as session:
        row = campaign(session, campaign_id).row
        kept = [{"indicator": one.indicator, "target": one.target} for one in targets(session, campaign_id)]
    values = {"campaign_id": campaign_id, "targets": kept}
    return filled_form(here, "set_campaign_targets", f"/prevention/campaigns/{campaign_id}", values, row.name)


@router.get("/prevention/campaigns/{campaign_id}/rule")
def edit_rule(here: Here, campaign_id: UUID) -> Response:
    """The rule that tags, as it is or as it was proposed last."""
    with reading(here.engine) as session:
        row = campaign(session, campaign_id).row
    values = {"campaign_id": campaign_id, "rule": row.proposed if row.proposed is not None else row.rule}
    return filled_form(here, "propose_campaign_rule", f"/prevention/campaigns/{campaign_id}", values, row.name)
