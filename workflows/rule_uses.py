"""用在哪里: every place of the engine that names a rule of the book, for whoever reads or changes the book.

A test reads the source for rule ids, so that no place can be missing here.
"""

from collections.abc import Iterator
from functools import lru_cache

from cases.codes import ADDRESSEE, CLOCK_KIND, CONFIRMATION_WAY, LETTER_KIND
from notifications.ahead import AID_RULE
from rules.book import load_rules
from rules.rights import rights
from workflows.acts import ACTS
from workflows.alarms import RULE as ALARM
from workflows.charts.compiled import CompiledChart
from workflows.charts.registry import CHARTS, LETTER_CHART, VERSIONS
from workflows.commands.referral import ACKNOWLEDGE_RULE, COLLECTIVE_RULE, HANDLE_RULE, MIGRANT_RULE
from workflows.confirmations import REVIEW_RULE
from workflows.letter_linkage import LIMITS
from workflows.letter_moves import AUTHORITY_FEEDBACK, AUTHORITY_FINISH
from workflows.letters import REPLY_RULE

# The few that stand inside an act: the act, and from which day.
_IN_ACTS = (
    ("LA-50-1", "劳动者权利时效：“登记移送结果”填写收到裁决书之日时开始"),
    ("CPL-171-1", "劳动者权利时效：“登记移送结果”填写收到判决书之日时开始"),
    ("SVC-ACK", "“发出移送”：没有法定受理期限的接收单位，按本会催办期限"),
    (COLLECTIVE_RULE, "“对方接收”（仲裁，集体争议）：一次性通知的期限"),
    (MIGRANT_RULE, "“对方接收”（仲裁，农民工欠薪）：简易处理的仲裁期限"),
    ("SVC-QC", "结案后抽中质检的：质检期限"),
    (ALARM, "“列为必报”：主管、领导阅知批示的时限，逾时逐级上报"),
    ("SVC-AID-PAPERS", "“收到援助结案材料”：是否按期"),
    ("SVC-LATE-RECORD", "补录：事情发生在期限内、登记在后的，超过此期限须由主管撤销逾期"),
    ("LTR-INVESTIGATE", "“启动调查”：监督调查的期限（监督案卷自进入调查之日，不另计）"),
    (AID_RULE, "劳动者权利时效届满前不足此期限的，案件页、列表和提醒提示先行援助、后补手续"),
)


def uses(rule_id: str) -> tuple[str, ...]:
    """Where a rule is used, in Chinese; a bare id and its first limit are one rule."""
    return _table().get(_full(rule_id), ())


def used_ids() -> frozenset[str]:
    """Every rule that something names."""
    return frozenset(_table())


def stages(rule_id: str) -> tuple[str, ...]:
    """The stages of a case in whose states the rule opens a clock, and 'letter' for the answers to letters."""
    return _stages().get(_full(rule_id), ())


def _full(rule_id: str) -> str:
    rows = load_rules().rows(rule_id)
    return rows[0].id if rows else rule_id


@lru_cache
def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for rule_id, words in _all():
        found.setdefault(_full(rule_id), []).append(words)
    return {rule_id: tuple(dict.fromkeys(words)) for rule_id, words in found.items()}


@lru_cache
def _stages() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for chart in VERSIONS.values():
        for state in chart.states.values():
            for clock in state.clocks:
                found.setdefault(_full(clock.rule), []).append(state.stage)
    of_letters = [clock.rule for state in LETTER_CHART.states.values() for clock in state.clocks]
    for rule_id in (*REPLY_RULE.values(), AUTHORITY_FINISH, AUTHORITY_FEEDBACK, *of_letters):
        found.setdefault(_full(rule_id), []).append("letter")
    others = ("SVC-ACK", COLLECTIVE_RULE, MIGRANT_RULE)
    for rule_id in (*ACKNOWLEDGE_RULE.values(), *HANDLE_RULE.values(), *others):
        found.setdefault(_full(rule_id), []).append("referral")
    for rule_id in REVIEW_RULE.values():
        found.setdefault(_full(rule_id), []).append("mediation")
    return {rule_id: tuple(dict.fromkeys(names)) for rule_id, names in found.items()}


def _in_chart(chart: CompiledChart) -> Iterator[tuple[str, str]]:
    for state in chart.states.values():
        for clock in state.clocks:
            drafts = f"；逾期且有违法事实的起草{LETTER_KIND[clock.overdue.draft]}" if clock.overdue.draft else ""
            yield clock.rule, f"{chart.label}案件进入“{state.label}”时开始（{CLOCK_KIND[clock.kind]}）{drafts}"


def _all() -> Iterator[tuple[str, str]]:
    for chart in CHARTS.values():
        yield from _in_chart(chart)
    for chart in VERSIONS.values():
        newest = dict.fromkeys(_in_chart(CHARTS[chart.case_type]))
        older = [] if chart is CHARTS[chart.case_type] else [one for one in _in_chart(chart) if one not in newest]
        yield from ((rule_id, f"{words}（状态图第 {chart.version} 版）") for rule_id, words in older)
    for kind, rule_id in REPLY_RULE.items():
        yield rule_id, f"{LETTER_KIND[kind]}：“{ACTS['serve_letter'].title}”后的答复期限"
    for state in LETTER_CHART.states.values():
        for clock in state.clocks:
            yield clock.rule, f"文书进入“{state.label}”时开始（{CLOCK_KIND[clock.kind]}）"
    yield AUTHORITY_FINISH, f"建议书：“{ACTS['record_filed'].title}”后主管部门的办结期限"
    yield AUTHORITY_FEEDBACK, f"建议书：“{ACTS['record_disposed'].title}”后主管部门的反馈期限"
    yield from LIMITS.items()
    for way, rule_id in REVIEW_RULE.items():
        yield rule_id, f"“{ACTS['apply_confirmation'].title}”（{CONFIRMATION_WAY[way]}）：受理机关的审查期限"
    for addressee, rule_id in ACKNOWLEDGE_RULE.items():
        yield rule_id, f"“{ACTS['send_referral'].title}”至{ADDRESSEE[addressee]}：等待受理的期限"
    for addressee, rule_id in HANDLE_RULE.items():
        yield rule_id, f"“{ACTS['acknowledge_referral'].title}”（{ADDRESSEE[addressee]}）：对方的办理期限"
    table = rights()
    for fact, rules in table.rules.items():
        for rule_id in rules:
            yield rule_id, f"劳动者权利时效：登记“{table.events[fact]}”之日起"
    for rule_id in table.restarted_by.values():
        yield rule_id, f"劳动者权利时效：“{ACTS['record_interruption'].title}”之日起重新计算"
    yield from _IN_ACTS
