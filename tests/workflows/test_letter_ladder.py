"""The ladder runs by itself and signs nothing: what each trigger drafts, with what chain and which materials."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from foundation.clock import start_of
from foundation.errors import NotPossible
from tests.letter_office import drafted, on_file, one_row, rows, standing_in
from tests.letter_steps import ANSWER, CHECKERS, sent
from tests.office import MORNING, Office
from workflows.effects import run_effects
from workflows.firing import fire_all_due
from workflows.letter_regions import letter_region, regions
from workflows.letters import words_of

SERVERS = {"first_server": "送达人甲", "second_server": "送达人乙"}
REFUSAL = {**SERVERS, "how": "direct", "reason": "门卫拒收", "witness": "社区干部孙某", "proof": "照片1"}
OBSTRUCTED = {"kind": "withheld", "facts": "拒不提供工资台账", "proof": "录像1段"}
NEVER_SIGNED = ("signed_by", "signed_at", "number", "issued_on", "served_on")


def after(day: Any) -> datetime:
    """The instant at which a day is over."""
    return start_of(day + timedelta(days=1))


def beat(office: Office, at: datetime) -> None:
    """What the engine does by itself, twice."""
    for _ in range(2):
        fire_all_due(office.engine, at)
        run_effects(office.engine, at)


def served_opinion(office: Office, case_id: UUID, **more: Any) -> UUID:
    """An opinion that reached the employer."""
    letter = drafted(office, case_id, "opinion", **more)
    sent(office, letter, **more)
    return letter


def recommendation(office: Office) -> dict[str, Any]:
    """The recommendation, drafted by the machine and signed by nobody."""
    found = one_row(office, "letter", kind="recommendation")
    assert found["state"] == "draft"
    assert [found[name] for name in NEVER_SIGNED] == [None] * len(NEVER_SIGNED)
    return found


@pytest.mark.parametrize("region", regions())
def test_each_trigger_drafts_where_the_region_knows_it(office: Office, region: str) -> None:
    """J1 at refusal; an opinion that is refused opens a recommendation exactly where the regulation says so."""
    with standing_in(region):
        case_id = on_file(office)
        letter = drafted(office, case_id, "opinion")
        sent(office, letter, until="dispatch_letter")
        office.act("refuse_service", letter, by="mediator", **REFUSAL)
        wanted = "J1" in letter_region(region).triggers
        found = rows(office, "letter", kind="recommendation")
        assert len(found) == wanted
        if wanted:
            assert recommendation(office)["trigger"] == "J1"


def test_an_overdue_opinion_drafts_the_recommendation_with_the_whole_chain(office: Office) -> None:
    """A refused and left notice, an opinion without an answer: all earlier letters in order, all materials dated."""
    case_id = on_file(office)
    notice = drafted(office, case_id, "notice")
    sent(office, notice, until="dispatch_letter")
    office.act("refuse_service", notice, by="mediator", **REFUSAL)
    office.act("leave_letter", notice, by="mediator", witness="拍照", proof="照片2", **SERVERS)
    due = after(one_row(office, "letter", id=notice)["reply_due"])
    beat(office, due)
    opinion = one_row(office, "letter", kind="opinion")
    assert (opinion["state"], opinion["previous_id"]) == ("draft", notice)
    assert [one["number"] for one in opinion["facts"]["previous"]] == ["宁工劳监函〔2026〕1号"]
    sent(office, opinion["id"], at=due)
    late = after(one_row(office, "letter", id=opinion["id"])["reply_due"])
    beat(office, late)
    beat(office, late + timedelta(days=1))

    found = recommendation(office)
    assert found["trigger"] == "J2"
    before = {one["id"]: one for one in rows(office, "letter")}
    chain = found["facts"]["previous"]
    assert [one["kind"] for one in chain] == ["notice", "opinion"]
    for told, letter_id in zip(chain, (notice, opinion["id"]), strict=True):
        row = before[letter_id]
        assert told["number"] == row["number"]
        for name in ("served_on", "refused_on", "reply_due", "replied_on"):
            assert told[name] == (row[name].isoformat() if row[name] else None)
    assert chain[0]["refused_on"] is not None
    listed = found["facts"]["materials"]
    for words in (
        "提示函（宁工劳监函〔2026〕1号），2026年10月13日",
        "提示函（宁工劳监函〔2026〕1号）的拒收记录，2026年10月13日，直接送达，见证人社区干部孙某",
        "提示函（宁工劳监函〔2026〕1号）的送达回证，2026年10月13日，留置送达",
        "意见书（宁工劳监意〔2026〕1号）的送达回证",
        "未对意见书（宁工劳监意〔2026〕1号）作出书面答复的情况说明",
        "调查笔录，2026年10月13日至2026年10月13日，监督员监督员甲、监督员乙，用人单位已签字",
        "证据清单",
    ):
        assert any(words in one for one in listed), (words, listed)


def test_what_came_after_the_draft_is_filled_in_at_the_signature(office: Office) -> None:
    """The employer answers while the recommendation lies on a desk: chain and list say so when it is signed."""
    case_id = on_file(office)
    opinion = served_opinion(office, case_id)
    late = after(one_row(office, "letter", id=opinion)["reply_due"])
    beat(office, late)
    found = recommendation(office)
    assert found["facts"]["previous"][-1]["reply"] is None
    answered = late + timedelta(days=1)
    office.act("record_reply", opinion, by="mediator", at=answered, **{**ANSWER, "reply": "暂无款项"})
    refused = {"assessed_as": "refused", "note": "没有理由"}
    office.act("assess_reply", opinion, by="mediator", at=answered, **refused)
    assert len(rows(office, "letter", kind="recommendation")) == 1
    sent(office, found["id"], until="sign_letter", at=answered)
    signed = one_row(office, "letter", id=found["id"])
    assert signed["facts"]["previous"][-1]["reply"] == "暂无款项"
    assert any("书面答复（逾期）" in one for one in signed["facts"]["materials"])
    assert one_row(office, "letter", id=opinion)["state"] == "escalated"


def test_what_is_not_yet_overdue_is_not_called_so(office: Office) -> None:
    """While the opinion's limit runs, chain and list of the next letter say that it runs; after it, that it passed."""
    case_id = on_file(office)
    opinion = served_opinion(office, case_id)
    row = one_row(office, "letter", id=opinion)
    due = row["reply_due"]
    next_id = drafted(office, case_id, "recommendation", trigger="J2")

    def said() -> tuple[str, list[str]]:
        found = one_row(office, "letter", id=next_id)
        text = words_of(found)
        return "".join(body for _, body in text.paragraphs), found["facts"]["materials"]

    end = f"{due.year}年{due.month}月{due.day}日"
    body, listed = said()
    assert f"答复期限至{end}，截至2026年10月13日尚未届满" in body
    assert f"意见书（{row['number']}）答复情况说明（答复期限至{end}，截至2026年10月13日尚未届满）" in listed
    assert not any("未予书面答复" in one or "作出书面答复" in one for one in (body, *listed))
    sent(office, next_id, until="submit_letter", at=after(due))
    body, listed = said()
    assert f"至{end}未予书面答复" in body
    assert f"用人单位截至{end}未对意见书（{row['number']}）作出书面答复的情况说明" in listed
    assert not any("尚未届满" in one for one in (body, *listed))


def test_a_list_that_was_edited_by_hand_stays(office: Office) -> None:
    case_id = on_file(office)
    opinion = served_opinion(office, case_id)
    late = after(one_row(office, "letter", id=opinion)["reply_due"])
    beat(office, late)
    found = recommendation(office)
    office.act("edit_letter", found["id"], by="mediator", at=late, materials=["意见书及送达回证一套"])
    sent(office, found["id"], until="sign_letter", at=late)
    assert one_row(office, "letter", id=found["id"])["facts"]["materials"] == ["意见书及送达回证一套"]


@pytest.mark.parametrize(
    ("assessed", "region", "trigger"),
    [
        ("inadequate", "QH", "J4"),
        ("false", "NM", "J4"),
        ("refused", "QH", "J7"),
        # Where an objection without reason has no letter of its own it is a correction refused.
        ("refused", "HB", "J3"),
        ("inadequate", "HB", None),
        ("refused", "NM", None),
    ],
)
def test_an_answer_that_is_not_taken(office: Office, assessed: str, region: str, trigger: str | None) -> None:
    with standing_in(region):
        opinion = served_opinion(office, on_file(office))
        office.act("record_reply", opinion, by="mediator", **ANSWER)
        office.act("assess_reply", opinion, by="mediator", assessed_as=assessed, note="测试")
        assert [one["trigger"] for one in rows(office, "letter", kind="recommendation")] == [trigger] * (
            trigger is not None
        )


@pytest.mark.parametrize(("region", "trigger"), [("QH", "J6"), ("HB", "J3"), ("JS", "J3"), ("TJ", "J6"), ("YN", None)])
@pytest.mark.parametrize("looked", [True, False])
def test_a_promise_that_is_not_kept(office: Office, region: str, trigger: str | None, looked: bool) -> None:
    """Found at the check, or by the clock: the same trigger, drafted once."""
    with standing_in(region):
        opinion = served_opinion(office, on_file(office))
        office.act("record_reply", opinion, by="mediator", **ANSWER)
        promised = MORNING.date() + timedelta(days=9)
        good = {"assessed_as": "accepted", "note": "可行", "rectify_on": promised.isoformat()}
        office.act("assess_reply", opinion, by="mediator", **good)
        if looked:
            items = [{"seq": 1, "result": "none"}]
            office.act("verify_letter", opinion, by="mediator", at=after(promised), items=items, **CHECKERS)
        beat(office, after(promised))
        assert one_row(office, "letter", id=opinion)["state"] == "unrectified"
        found = rows(office, "letter", kind="recommendation")
        assert [one["trigger"] for one in found] == [trigger] * (trigger is not None)


@pytest.mark.parametrize("region", ["TJ", "XZ", "WX"])
def test_an_obstructed_investigation_recommends_at_once_where_the_region_allows_it(office: Office, region: str) -> None:
    with standing_in(region):
        case_id = on_file(office)
        for _ in range(2):
            office.act("record_obstruction", case_id, by="mediator", **OBSTRUCTED)
        found = recommendation(office)
        assert (found["trigger"], found["facts"]["previous"]) == ("J5", [])
        assert any("拒不提供资料的情况记录及凭证，2026年10月13日" in one for one in found["facts"]["materials"])
        sent(office, found["id"], until="sign_letter")


def test_elsewhere_an_obstruction_strengthens_the_file(office: Office) -> None:
    case_id = on_file(office)
    office.act("record_obstruction", case_id, by="mediator", **OBSTRUCTED)
    assert rows(office, "letter") == []
    opinion = served_opinion(office, case_id)
    beat(office, after(one_row(office, "letter", id=opinion)["reply_due"]))
    found = recommendation(office)
    assert found["trigger"] == "J2"
    assert any("拒不提供资料的情况记录及凭证" in one for one in found["facts"]["materials"])


def test_the_word_alone_opens_nothing(office: Office) -> None:
    """In Tianjin a recommendation for J5 without an obstruction on file is not signed."""
    with standing_in("TJ"):
        case_id = on_file(office)
        letter = drafted(office, case_id, "recommendation", trigger="J5")
        sent(office, letter, until="review_letter")
        with pytest.raises(NotPossible, match="本地区规定的情形"):
            office.act("sign_letter", letter, by="leader")
        office.act("record_obstruction", case_id, by="mediator", **OBSTRUCTED)
        office.act("sign_letter", letter, by="leader")


def test_a_draft_that_was_withdrawn_comes_again_for_a_new_reason(office: Office) -> None:
    """Before, the second reason found the first draft's key taken, and a clock hung on a letter that was not there."""
    opinion = served_opinion(office, on_file(office))
    late = after(one_row(office, "letter", id=opinion)["reply_due"])
    beat(office, late)
    first = recommendation(office)
    office.act("withdraw_letter", first["id"], by="supervisor", at=late, reason="用人单位来电说明")
    office.act("record_reply", opinion, by="mediator", at=late, **ANSWER)
    office.act("assess_reply", opinion, by="mediator", at=late, assessed_as="false", note="不属实")
    drafts = rows(office, "letter", kind="recommendation")
    assert [(one["state"], one["trigger"]) for one in drafts] == [("withdrawn", "J2"), ("draft", "J4")]
    assert len(rows(office, "clock", letter_id=drafts[1]["id"], state="running")) == 1


def test_many_engines_at_once_draft_once(office: Office) -> None:
    """Ten files run out at the same instant; four workers carry out the effects together."""
    due = MORNING
    for _ in range(10):
        opinion = served_opinion(office, on_file(office))
        due = max(due, after(one_row(office, "letter", id=opinion)["reply_due"]))
    fire_all_due(office.engine, due)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: run_effects(office.engine, due), range(4)))
    for _ in range(3):
        run_effects(office.engine, due + timedelta(days=1))
    found = rows(office, "letter", kind="recommendation")
    assert len(found) == 10
    assert len({one["previous_id"] for one in found}) == 10
    assert sum(one["done"] for one in results) >= 10
    for letter in found:
        assert len(rows(office, "clock", letter_id=letter["id"], state="running")) == 1


@pytest.mark.parametrize("level", ["basic", "town", "city"])
def test_a_low_union_gets_the_draft_and_asks_the_one_above(office: Office, level: str) -> None:
    with standing_in("QH", level):
        opinion = served_opinion(office, on_file(office))
        late = after(one_row(office, "letter", id=opinion)["reply_due"])
        beat(office, late)
        found = recommendation(office)
        asked = {"superior": "西宁市总工会", "reason": "本会无权提出建议书"}
        if level == "city":
            with pytest.raises(NotPossible, match="有权"):
                office.act("ask_superior", found["id"], by="mediator", at=late, **asked)
        else:
            office.act("ask_superior", found["id"], by="mediator", at=late, **asked)
            assert one_row(office, "letter", id=found["id"])["state"] == "handed_up"
