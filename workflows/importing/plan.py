"""From the words of a path to a list of acts that the chart accepts, with what lies between inferred."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from workflows.acts import ACTS
from workflows.charts.compiled import CompiledChart
from workflows.charts.registry import CHARTS
from workflows.importing.reading import PublishedCase
from workflows.importing.steps import Goal, goals

# Ways that a bridge takes only when there is no other: each says something that the source does not.
COSTS = {"record_breach": 8, "record_failure": 8, "record_employer_refusal": 12, "resume_mediation": 3, "send_back": 40}
NEVER = frozenset(
    {
        "decline",
        "merge_away",
        "object_to_decline",
        "serve_decline_notice",
        "withdraw",
        "answer_directly",
        "request_materials",
        "materials_received",
        "return_dispatch",
        "cancel_referral",
        "referral_returned",
        "record_no_answer",
        "refer_also",
        "follow_sent",
        "follow_taken",
        "start_quality_check",
        "pass_quality_check",
        "fail_quality_check",
        "close",
        "archive",
        "reopen",
        "all_performed",
        "record_agreement",
        "refuse_aid",
        "object_to_refusal",
        "change_lawyer",
        "apply_confirmation",
        "record_confirmation",
        "confirmation_refused",
        "end_aid",
    }
)
BRIDGE_DATA: Mapping[str, Mapping[str, Any]] = {
    "assign": {"unit": "承办单位（来源未载明）"},
    "record_breach": {"reason": "承诺未兑现（推定）"},
    "record_failure": {"reason": "调解未达成协议（推定）"},
    "record_employer_refusal": {"reason": "用人单位不参加调解（推定）"},
    "send_back": {"reason": "案件继续办理（推定）"},
    "refer": {"addressee": "industry_authority", "addressee_name": "（来源未载明）"},
    "record_referral_result": {"result": "办理结果见案情摘要（推定）"},
    "request_closure": {"outcome": "other", "outcome_note": "推定"},
    "appoint_lawyer": {"lawyer": "（来源未载明）", "firm": "（来源未载明）"},
    "finish_aid": {"result": "办理结果见案情摘要（推定）"},
}


@dataclass(frozen=True)
class Step:
    """One act to perform. `word` is the place in the path that it expresses, None for the closing."""

    act: str
    data: Mapping[str, Any]
    inferred: bool
    word: int | None


@dataclass(frozen=True)
class Fault:
    """A word of the path that cannot be expressed, and why. `word` is None for what the path does not say."""

    word: int | None
    said: str
    reason: str


@dataclass
class Plan:
    """All acts after opening, and what of the path could not be expressed."""

    steps: list[Step] = field(default_factory=list)
    unexpressed: list[Fault] = field(default_factory=list)


class _Life:
    """Walks the chart as the engine will, without a database."""

    def __init__(self, case: PublishedCase) -> None:
        self.case = case
        self.chart: CompiledChart = CHARTS[case.case_type]
        self.state = self.chart.initial
        self.agreed: Decimal | None = None
        self.paid = Decimal(0)
        self.plan = Plan()

    def offered(self, act: str, state: str) -> bool:
        declared = ACTS.get(act)
        if declared is None:
            return False
        if declared.event is not None:
            return (state, declared.event) in self.chart.moves
        return declared.states is None or state in declared.states

    def reach(self, acts: tuple[str, ...]) -> tuple[list[str], str] | None:
        """The cheapest bridge to a state where one of the acts is offered, and that act."""
        queue: list[tuple[int, int, str, list[str]]] = [(0, 0, self.state, [])]
        seen: set[str] = set()
        count = 0
        while queue:
            cost, _, state, way = heapq.heappop(queue)
            if state in seen:
                continue
            seen.add(state)
            for act in acts:
                if self.offered(act, state):
                    return way, act
            for (source, event), moves in self.chart.moves.items():
                if source == state and event not in NEVER and event in ACTS and moves[0].target not in seen:
                    count += 1
                    heapq.heappush(queue, (cost + COSTS.get(event, 1), count, moves[0].target, [*way, event]))
        return None

    def add(self, act: str, data: Mapping[str, Any], inferred: bool, word: int | None) -> None:
        self.plan.steps.append(Step(act, data, inferred, word))
        event = ACTS[act].event
        if event is not None:
            self.state = self.chart.moves[self.state, event][0].target
        if act == "record_agreement":
            self.agreed = Decimal(data["amount"]) if "amount" in data else None
        if act == "confirm_payment":
            self._pay(data)

    def _pay(self, data: Mapping[str, Any]) -> None:
        self.paid += Decimal(data.get("amount", 0))
        known = "amount" in data or self.paid > 0
        complete = data.get("settles_all") or (self.agreed is not None and known and self.paid >= self.agreed)
        if complete and (self.state, "all_performed") in self.chart.moves:
            self.state = self.chart.moves[self.state, "all_performed"][0].target

    def pursue(self, goal: Goal, word: int | None) -> str | None:
        """Add the goal with its bridge; returns why it cannot be done, else None."""
        if self.state in goal.note_if:
            self.add("add_note", {"note": goal.note}, goal.inferred, word)
            return None
        found = self.reach(goal.acts)
        if found is None:
            return f"状态图中没有从“{self.chart.states[self.state].label}”到这一步的路"
        way, act = found
        for bridge in way:
            self.add(bridge, BRIDGE_DATA.get(bridge, {}), True, word)
        self.add(act, goal.data, goal.inferred, word)
        return None


def make_plan(case: PublishedCase) -> Plan:
    """The acts that express a case's path, and its closure where the outcome says that the matter ended."""
    life = _Life(case)
    path = list(case.path)
    payments = [place for place, word in enumerate(path) if word in ("payment", "advance_payment")]
    ends = case.outcome.ended or "closure" in path
    for place, word in enumerate(path):
        if word == "intake" and place == 0:
            if "consult" not in path[1:2]:
                _try(life, Goal(("accept",)), place, word)
            continue
        if word in ("intake", "closure"):
            if word == "intake":
                _try(life, Goal(("add_note",), {"note": "再次登记受理（公开案例所载）"}), place, word)
            continue
        wanted = goals(case, place, word)
        if isinstance(wanted, str):
            life.plan.unexpressed.append(Fault(place, str(word), wanted))
            continue
        for goal in wanted:
            if goal.acts == ("confirm_payment",):
                goal = _payment(case, goal, payments, place, settles=case.outcome.paid or ends)  # noqa: PLW2901
            _try(life, goal, place, word)
    if case.outcome.paid and not payments:
        data = {"amount": str(case.recovered)} if case.recovered is not None else {}
        _try(life, Goal(("confirm_payment",), {**data, "settles_all": True}, inferred=True), None, "payment")
    if ends:
        _close(life, said="closure" in path)
    return life.plan


def _try(life: _Life, goal: Goal, place: int | None, word: Any) -> None:
    fault = life.pursue(goal, place)
    if fault is not None:
        life.plan.unexpressed.append(Fault(place, str(word), fault))


def _payment(case: PublishedCase, goal: Goal, payments: list[int], place: int, *, settles: bool) -> Goal:
    """Only the total is published: several payments share it, the last takes the rest and settles."""
    count, nth = len(payments), payments.index(place)
    data = dict(goal.data)
    if case.recovered is not None:
        share = (case.recovered / count).quantize(Decimal("0.01"))
        data["amount"] = str(share if nth < count - 1 else case.recovered - share * (count - 1))
        if count > 1:
            data["proof"] = "来源只载总额，按次均分"
    if nth == count - 1 and settles:
        data["settles_all"] = True
    return Goal(goal.acts, data)


def _close(life: _Life, *, said: bool) -> None:
    case = life.case
    place = max((nth for nth, word in enumerate(case.path) if word == "closure"), default=None)
    code = _outcome(case)
    note = f"{case.outcome.word}（公开案例所载）"
    closing = [Goal(("record_callback",), {"contacted": False, "note": "推定：来源没有载明回访"}, inferred=True)]
    if life.state != "closing_review":
        closing.insert(0, Goal(("approve_closure",), {"outcome": code}, inferred=True))
        closing.insert(0, Goal(("request_closure",), {"outcome": code, "outcome_note": note}, inferred=not said))
    else:
        closing.insert(0, Goal(("approve_closure",), {"outcome": code, "note": note}, inferred=True))
    closing.append(Goal(("close",), {}, inferred=not said))
    for goal in closing:
        _try(life, goal, place, "closure")


def _outcome(case: PublishedCase) -> str:
    """Our code for how it ended; the source's own word stands in the note."""
    if case.outcome.code is not None:
        return case.outcome.code
    if not case.outcome.paid:
        return "other"
    path = [str(word) for word in case.path]
    for word, code in (
        ("advance_payment", "advance_paid"),
        ("enforcement", "enforced_paid"),
        ("litigation", "judgment_paid"),
        ("arbitration", "award_paid"),
        ("labour_order", "inspection_paid"),
    ):
        if word in path:
            return code
    return "mediated_paid"
