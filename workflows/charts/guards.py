"""Conditions under which a move is allowed, each with the reason that people read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Facts:
    """What a guard may look at: columns of the case or letter, and what the act was given."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        if name in self.given:
            return self.given[name]
        return self.columns.get(name)


@dataclass(frozen=True)
class Guard:
    """A test, and what is missing when it fails. `excludes`: guards that can never hold beside it.

    `settled`: the columns alone decide it, and they no longer change; what it forbids need not be offered.
    """

    reason: str
    test: Callable[[Facts], bool]
    excludes: frozenset[str] = frozenset()
    settled: bool = False


# County rank and above: only these recommend to an authority, or address the public (湖北22, 23 and others).
MAY_RECOMMEND = frozenset({"county", "city", "province", "national"})


def _issuer_may(facts: Facts) -> bool:
    """湖北22, 23, 陕西18 and all others read: county rank and above for what goes to an authority or to the public."""
    above = facts["issuer_level"] in MAY_RECOMMEND
    return above or facts["kind"] not in {"recommendation", "public_notice"}


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        "outcome_recorded": Guard("请先登记结案方式", lambda facts: facts["outcome"] is not None),
        "callback_recorded": Guard("请先登记回访结果", lambda facts: bool(facts["callbacks"])),
        "fully_paid": Guard("约定款项尚未全部到账确认", lambda facts: bool(facts["fully_paid"])),
        "quality_checked": Guard(
            "按本会设置，本案结案前须质检；请先办理“转质检”", lambda facts: not facts["quality_check_due"]
        ),
        "nobody_to_call": Guard("本案有反映人，须先回访", lambda facts: bool(facts["nobody_to_call"])),
        "sent_back": Guard("没有选择退回办理", lambda facts: bool(facts["send_back"])),
        "region_knows_notice": Guard(
            "本地区的规定没有提示函，请起草意见书",
            lambda facts: facts["kind"] not in {"notice", "public_notice"} or bool(facts["region_has_notice"]),
        ),
        "investigation_closed": Guard(
            "意见书、建议书须有已办结的调查（两名监督员、调查笔录）",
            lambda facts: facts["kind"] in {"notice", "public_notice"} or bool(facts["investigation_closed"]),
        ),
        "issuer_may": Guard(
            "建议书和公开提示函只能由县级以上总工会发出；请提请上级总工会发函",
            _issuer_may,
            frozenset({"issuer_may_not"}),
            settled=True,
        ),
        "issuer_may_not": Guard(
            "本会有权发出这一文书，不必提请上级",
            lambda facts: not _issuer_may(facts),
            frozenset({"issuer_may"}),
            settled=True,
        ),
        "recommendation_opened": Guard(
            "建议书须有本地区规定的情形，并且此前的意见书已经送达而未奏效",
            lambda facts: facts["kind"] != "recommendation" or bool(facts["recommendation_opened"]),
        ),
        "has_addressee": Guard(
            "公开提示函没有受送达单位，请办理“公开发布”",
            lambda facts: facts["kind"] != "public_notice",
            frozenset({"for_the_public"}),
            settled=True,
        ),
        "for_the_public": Guard(
            "只有公开提示函可以公开发布",
            lambda facts: facts["kind"] == "public_notice",
            frozenset({"has_addressee"}),
            settled=True,
        ),
        "to_authority": Guard(
            "主送单位不是主管部门",
            lambda facts: facts["kind"] == "recommendation",
            frozenset({"to_employer"}),
            settled=True,
        ),
        "to_employer": Guard(
            "建议书由主管部门立案和反馈，没有用人单位答复",
            lambda facts: facts["kind"] != "recommendation",
            frozenset({"to_authority"}),
            settled=True,
        ),
        "reply_accepted": Guard(
            "答复没有被认可",
            lambda facts: facts["assessed"] == "accepted",
            frozenset({"objection_upheld", "reply_rejected"}),
        ),
        "objection_upheld": Guard(
            "异议没有成立",
            lambda facts: facts["assessed"] == "objection_upheld",
            frozenset({"reply_accepted", "reply_rejected"}),
        ),
        "reply_rejected": Guard(
            "答复没有被否定",
            lambda facts: facts["assessed"] in {"inadequate", "false", "refused"},
            frozenset({"reply_accepted", "objection_upheld"}),
        ),
        "put_right": Guard(
            "复查没有发现整改",
            lambda facts: facts["rectification"] in {"full", "partial"},
            frozenset({"not_put_right"}),
        ),
        "not_put_right": Guard(
            "复查发现已有整改", lambda facts: facts["rectification"] == "none", frozenset({"put_right"})
        ),
    }
)
