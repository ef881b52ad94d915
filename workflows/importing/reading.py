"""Reading a file of published cases: every line becomes a case or an error that names what is wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from workflows.importing import words

CENT = Decimal("0.01")
# The sums that a money column holds (14 digits, 2 of them after the point).
LARGEST = Decimal("999999999999.99")
MOST_PEOPLE = 100_000


@dataclass(frozen=True)
class PublishedClaim:
    """One thing asked for; `raw` is the source's word where ours does not know it."""

    kind: str
    amount: Decimal | None
    raw: str | None = None


@dataclass(frozen=True)
class PublishedCase:
    """One line of the file, checked. `remarks` say in Chinese what was missing or not understood."""

    id: str
    case_type: str
    title: str
    path: tuple[Any, ...]
    outcome: words.Outcome
    channel: str
    region: str | None
    head_count: int
    is_migrant: bool
    is_new_form: bool
    employer_kind: str | None
    industry: str | None
    claims: tuple[PublishedClaim, ...]
    key_dates: Mapping[str, Any]
    recovered: Decimal | None
    agreed: Decimal | None
    days_to_resolve: int | None
    summary: str
    source_url: str | None
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class LineError:
    """A line that is not a case; `line` counts from 1."""

    line: int
    error: str


class BadLine(ValueError):
    """What is wrong with a line, in Chinese."""


def read_lines(content: bytes) -> Iterator[PublishedCase | LineError]:
    """Every non-blank line, in order. A byte order mark and either line ending are accepted."""
    seen: dict[str, int] = {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            case = read_case(_parse(line))
            if case.id in seen:
                raise BadLine(f"编号 {case.id} 与第 {seen[case.id]} 行重复，本行未导入")
        except BadLine as bad:
            yield LineError(number, str(bad))
            continue
        seen[case.id] = number
        yield case


def _parse(line: bytes) -> Mapping[str, Any]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        raise BadLine("不是 UTF-8 编码") from None
    if "\x00" in text or "\\u0000" in text:
        raise BadLine("含有空字符（NUL），不能保存")
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")
    except (json.JSONDecodeError, RecursionError, UnicodeEncodeError, ValueError):
        raise BadLine("不是有效的 JSON") from None
    if not isinstance(found, dict):
        raise BadLine("一行应是一个 JSON 对象")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def read_case(row: Mapping[str, Any]) -> PublishedCase:
    """One checked case. Raises BadLine."""
    remarks: list[str] = []
    claims = _claims(row, remarks)
    path = _path(row)
    raw_channel = _text(row, "channel")
    channel, understood = words.channel(raw_channel)
    if raw_channel is not None and (not understood or channel == "unknown"):
        remarks.append(f"来源渠道原文“{raw_channel}”")
    outcome = words.outcome(_text(row, "outcome"))
    if not outcome.known:
        remarks.append(f"结果原文“{outcome.raw}”，含义不明，案件未作结案处理")
    case_type = _case_type(row, claims, path, remarks)
    people = _people(row)
    if people is None:
        remarks.append("涉及人数未载明，按 1 人登记")
    region = _text(row, "region")
    case_id = _id(row)
    summary = _text(row, "summary_zh") or ""
    return PublishedCase(
        id=case_id,
        case_type=case_type,
        title=(_text(row, "title_in_your_own_words") or f"公开案例 {case_id}")[:120],
        path=path,
        outcome=outcome,
        channel=channel,
        region=region,
        head_count=people or 1,
        is_migrant=_flag(row, "is_migrant_worker"),
        is_new_form=_flag(row, "is_new_employment_form"),
        employer_kind=_text(row, "employer_kind"),
        industry=_text(row, "industry"),
        claims=claims or (PublishedClaim("wages" if case_type == "wage_arrears" else "other", None),),
        key_dates=_object(row, "key_dates"),
        recovered=_amount(row.get("recovered_yuan"), "recovered_yuan", remarks),
        agreed=_amount(row.get("agreed_yuan"), "agreed_yuan", remarks),
        days_to_resolve=_days(row),
        summary=summary[:3000],
        source_url=_text(row, "source_url") or _text(row, "canonical_url_guess"),
        remarks=tuple(remarks),
    )


def _id(row: Mapping[str, Any]) -> str:
    found = row.get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not found.strip():
        raise BadLine("缺少 id（编号应为非空文字）")
    found = found.strip()
    if len(found) > 60:
        raise BadLine("id 过长（最多 60 个字）")
    return found


def _case_type(
    row: Mapping[str, Any], claims: tuple[PublishedClaim, ...], path: tuple[Any, ...], remarks: list[str]
) -> str:
    raw = _text(row, "case_type")
    if raw is None:
        only_wages = bool(claims) and all(claim.kind == "wages" for claim in claims)
        guessed = "legal_aid" if path[:1] == ("legal_aid",) else "wage_arrears" if only_wages else "labour_dispute"
        remarks.append("案件类型未载明，依诉求和办理经过归类")
        return guessed
    found = words.case_type(raw)
    if found is None:
        raise BadLine(f"不认识的案件类型 case_type “{raw[:40]}”")
    return found


def _path(row: Mapping[str, Any]) -> tuple[Any, ...]:
    found = row.get("path")
    if found is None:
        return ()
    if not isinstance(found, list):
        raise BadLine("path 应为数组")
    return tuple(item.strip() if isinstance(item, str) else item for item in found)


def _claims(row: Mapping[str, Any], remarks: list[str]) -> tuple[PublishedClaim, ...]:
    found = row.get("claims")
    if found is None:
        return ()
    if not isinstance(found, list):
        raise BadLine("claims 应为数组")
    claims = []
    for item in found[:20]:
        if item is None:
            continue
        if not isinstance(item, dict):
            raise BadLine("claims 的每一项应为对象")
        raw = _text(item, "kind")
        kind, understood = words.claim_kind(raw)
        if not understood:
            remarks.append(f"诉求原文“{raw}”，归入其他")
        amount = _amount(item.get("amount_yuan"), "amount_yuan", remarks)
        claims.append(PublishedClaim(kind, amount, None if understood else raw))
    if len(found) > 20:
        remarks.append(f"诉求共 {len(found)} 项，登记前 20 项")
    return tuple(claims)


def _people(row: Mapping[str, Any]) -> int | None:
    found = row.get("worker_count")
    if found is None:
        return None
    number = _number(found, "worker_count")
    if number != number.to_integral_value() or not 1 <= number <= MOST_PEOPLE:
        raise BadLine(f"worker_count 应为 1 至 {MOST_PEOPLE} 的整数")
    return int(number)


def _days(row: Mapping[str, Any]) -> int | None:
    found = row.get("days_to_resolve")
    if found is None:
        return None
    number = _number(found, "days_to_resolve")
    if not 0 <= number <= 36500:
        raise BadLine("days_to_resolve 应为不小于 0 的天数")
    return int(number)


def _amount(found: Any, name: str, remarks: list[str]) -> Decimal | None:
    if found is None or (isinstance(found, str) and not found.strip()):
        return None
    number = _number(found, name)
    if number < 0:
        raise BadLine(f"{name} 不能为负数")
    if number > LARGEST:
        raise BadLine(f"{name} 金额过大")
    rounded = number.quantize(CENT)
    if rounded != number:
        remarks.append(f"{name} 原文 {number}，四舍六入至分")
    return rounded


def _number(found: Any, name: str) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, (int, Decimal, str)):
        raise BadLine(f"{name} 应为数字")
    text = str(found).strip().replace(",", "").replace("，", "").removesuffix("元").strip()
    factor = Decimal(1)
    for unit, value in (("万", Decimal(10_000)), ("亿", Decimal(100_000_000))):
        if text.endswith(unit):
            text, factor = text.removesuffix(unit), value
    try:
        number = Decimal(text) * factor
    except InvalidOperation:
        raise BadLine(f"{name} 应为数字") from None
    if not number.is_finite():
        raise BadLine(f"{name} 应为数字")
    return number


def _text(row: Mapping[str, Any], name: str) -> str | None:
    found = row.get(name)
    if found is None:
        return None
    if not isinstance(found, str):
        raise BadLine(f"{name} 应为文字")
    return found.strip() or None


def _flag(row: Mapping[str, Any], name: str) -> bool:
    found = row.get(name)
    if found is None:
        return False
    if not isinstance(found, bool):
        raise BadLine(f"{name} 应为 true、false 或 null")
    return found


def _object(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadLine(f"{name} 应为对象")
    return found
