"""文书模板: putting the office's own template in force, an earlier version again, or the delivered one."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from cases.letter_template import TEMPLATE_KIND, LetterTemplateVersion
from cases.views.letter_templates import last_version, one_version
from documents import template_files
from documents.letter_templates import LONGEST, check_template, delivered_text
from documents.template_files import InForce, digest_of, only_text, tidy
from foundation.clock import OFFICE
from foundation.errors import NotPossible, NotValid
from foundation.numbers import take
from foundation.work import Work
from people.roles import Role
from workflows.acts import act
from workflows.forms import Form, choice
from workflows.letter_templates import is_registered

EDITORS = (Role.SUPERVISOR, Role.ADMIN)
SAME = "与现用模板相同，没有需要保存的改动。"


class OneTemplate(Form):
    """Which template, and which text of it the person saw."""

    kind: Annotated[str, choice(TEMPLATE_KIND)] = Field(title="文种")
    seen: str = Field(
        title="所见文本的指纹",
        min_length=1,
        max_length=64,
        description="现用模板文本的 SHA-256；与现在的不同，说明其间有人改过，不予保存",
    )


class SaveTemplate(OneTemplate):
    """The new text."""

    # Blanks and empty lines at the ends stay, so that a fault's line is the line that was typed.
    text: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(
        title="模板文本", min_length=1, max_length=2 * LONGEST
    )
    note: str | None = Field(default=None, title="修改说明", max_length=200)


@act("保存文书模板", *EDITORS, form=SaveTemplate, desk="letter_templates", subject="office")
def save_letter_template(work: Work, form: SaveTemplate) -> dict[str, Any]:
    """核对后保存为本单位模板，即时生效；未签发的文书按新模板生成，已签发的不变。"""
    seq = _next(work, form.kind)
    present = _as_seen(form)
    text = tidy(form.text)
    check_template(form.kind, text)
    caught = _catch_up(work, present, seq)
    same = text == present.text
    if same and not present.own:
        raise NotValid("与系统模板相同，没有需要保存的改动。", fields={"text": SAME})
    if same and present.readable:
        if not caught:
            raise NotValid(SAME, fields={"text": SAME})
        # What somebody wrote into the file is now a version, in the name of the person who looked at it.
        return _made(form.kind, seq)
    seq = _next(work, form.kind) if caught else seq
    _keep(work, form.kind, seq, "saved", text, form.note)
    _put(work, form.kind, text)
    return _made(form.kind, seq)


class RestoreVersion(OneTemplate):
    """Which version."""

    seq: int = Field(title="版次", ge=1)


@act("恢复模板旧版", *EDITORS, form=RestoreVersion, desk="letter_templates", subject="office")
def restore_letter_template(work: Work, form: RestoreVersion) -> dict[str, Any]:
    """核对后以登记的一个旧版为本单位模板，即时生效。"""
    seq = _next(work, form.kind)
    present = _as_seen(form)
    version = one_version(work.session, form.kind, form.seq)
    check_template(form.kind, version.text)
    if present.own and present.readable and version.text == present.text:
        raise NotPossible(f"第{form.seq}版与现用模板相同，不必恢复。")
    if _catch_up(work, present, seq):
        seq = _next(work, form.kind)
    _keep(work, form.kind, seq, "restored", version.text, f"恢复第{form.seq}版")
    _put(work, form.kind, version.text)
    return _made(form.kind, seq)


@act(
    "恢复系统模板",
    *EDITORS,
    form=OneTemplate,
    desk="letter_templates",
    subject="office",
    confirm="此后这种文书按随程序提供的模板生成；本单位模板的各版仍然保留，可以恢复。确认恢复系统模板？",
)
def use_delivered_template(work: Work, form: OneTemplate) -> dict[str, Any]:
    """停用本单位模板，改用随程序提供的模板，即时生效。"""
    seq = _next(work, form.kind)
    present = _as_seen(form)
    caught = _catch_up(work, present, seq)
    if not present.own:
        if not caught:
            raise NotPossible("现用的就是系统模板。")
        return _made(form.kind, seq)
    seq = _next(work, form.kind) if caught else seq
    _keep(work, form.kind, seq, "delivered", delivered_text(form.kind), None)
    # Before the file goes the database must have taken the row; after it only the commit is left.
    work.write_now()
    template_files.remove(form.kind)
    return _made(form.kind, seq)


def _next(work: Work, kind: str) -> int:
    """The number of the next version. Whoever else changes this template waits until this act has ended."""
    return take(work, f"letter_template:{kind}")


def _as_seen(form: OneTemplate) -> InForce:
    """The template in force, if it is still the one that the person saw. Raises NotPossible."""
    present = template_files.in_force(form.kind)
    if present.digest != form.seen:
        raise NotPossible(
            f"在您编辑期间，{TEMPLATE_KIND[form.kind]}模板已被改动（他人保存，或者直接修改了文件）。"
            "您填写的内容没有保存；请对照现用文本，再决定是否保存。"
        )
    return present


def _catch_up(work: Work, present: InForce, seq: int) -> bool:
    """Register what was done to the file by hand since the last version, so that no text is ever lost.

    Whether there was anything: then the number is used up.
    """
    if is_registered(present, last_version(work.connection, present.kind)):
        return False
    if present.own:
        note = f"文件修改时间 {_clock(present.changed_at)}"
        _keep(work, present.kind, seq, "disk", only_text(present.text), note)
    else:
        _keep(work, present.kind, seq, "delivered", present.text, "本单位模板的文件已被删除")
    return True


def _clock(at: datetime | None) -> str:
    return at.astimezone(OFFICE).strftime("%Y-%m-%d %H:%M") if at is not None else "不明"


def _keep(work: Work, kind: str, seq: int, origin: str, text: str, note: str | None) -> None:
    work.writes.insert(
        LetterTemplateVersion,
        {
            "kind": kind,
            "seq": seq,
            "origin": origin,
            "text": text,
            "sha256": digest_of(text),
            "note": note,
            "by_name": work.by.name,
            "account_id": work.by.account_id,
            "at": work.at,
            "recorded_at": work.recorded_at,
        },
    )


def _put(work: Work, kind: str, text: str) -> None:
    # Before the file changes the database must have taken the row; after it only the commit is left.
    work.write_now()
    template_files.put(kind, text)


def _made(kind: str, seq: int) -> dict[str, Any]:
    return {"made": {"kind": kind, "seq": seq}}
