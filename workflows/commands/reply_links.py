"""Links for the employer's answer: giving one out, taking it back."""

from typing import Any

from foundation.errors import NotPossible
from foundation.work import Work
from workflows import reply_links
from workflows.acts import act
from workflows.commands.letters import HANDLERS
from workflows.forms import Nothing
from workflows.subjects import CaseNow, LetterNow

# An employer who was reached, and whose answer is wanted.
WANTED = ("served", "overdue", "rejected")


@act(
    "生成答复链接",
    *HANDLERS,
    desk="letters",
    subject="letter",
    states=WANTED,
    confirm="新链接生成后，以前没有用过的链接随即停用；链接只显示一次。确认生成？",
)
def make_reply_link(work: Work, letter: LetterNow, case: CaseNow, form: Nothing) -> dict[str, Any]:
    """给用人单位一个一次性链接，不用账号即可网上逐项答复、上传材料。"""
    return {"link_id": reply_links.make(work, letter), "letter_id": letter.id}


@act("停用答复链接", *HANDLERS, desk="letters", subject="letter", states=(*WANTED, "replied", "escalated"))
def revoke_reply_link(work: Work, letter: LetterNow, case: CaseNow, form: Nothing) -> dict[str, Any]:
    """发错了对象、已书面答复或者不再需要的，停用链接。"""
    ended = reply_links.revoke(work, letter)
    if not ended:
        raise NotPossible("这份文书没有有效的答复链接：没有生成过，或者已经用过、停用、过期；不必停用。")
    return {"letter_id": letter.id}
