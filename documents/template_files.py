"""The files of the office's own templates: which is in force, putting one there whole, taking it away."""

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from documents import letter_templates
from documents.letter_templates import LONGEST, TemplateFault
from documents.letter_value import TITLES
from foundation.errors import NotFound, NotPossible
from foundation.files import sync_folder

# Characters that belong to no text: they cannot be seen, and one of the databases cannot keep the first of them.
ALLOWED = frozenset("\n\t")
MARK = "\ufeff"


@dataclass(frozen=True)
class InForce:
    """The template that letters of this kind are written by now.

    `own`: a file of the office, else the delivered one. `digest` names its content; what it is compared with was
    seen by a person earlier. `readable` is false for a file that is no UTF-8: no letter can be written by it, and
    the text is only what it most likely says.
    """

    kind: str
    text: str
    own: bool
    digest: str
    changed_at: datetime | None = None
    readable: bool = True


def in_force(kind: str) -> InForce:
    """The template in force, read now: somebody may have edited the file a moment ago. Raises NotFound."""
    path = letter_templates.own_folder() / f"{_known(kind)}.md"
    try:
        content = path.read_bytes()
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        text = letter_templates.delivered_text(kind)
        return InForce(kind, text, False, digest_of(text))
    try:
        text = _lines(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # What an editor on Windows saves when it is not told otherwise.
        text = _lines(content.decode("gb18030", errors="replace"))
        return InForce(kind, text, True, _sha256(content), changed_at, readable=False)
    return InForce(kind, text, True, digest_of(text), changed_at)


def digest_of(text: str) -> str:
    """The SHA-256 of a template's text: ends of lines and the mark before UTF-8 make no difference."""
    return _sha256(text.encode())


def tidy(text: str) -> str:
    """A text as it came from a form, in lines as they are kept. Raises TemplateFault for what is no text."""
    lines = _lines(text.removeprefix(MARK))
    for place, line in enumerate(lines.split("\n"), 1):
        if not all(_is_text(letter) for letter in line):
            where = f"第{place}行"
            raise TemplateFault(f"{where}有看不见的控制字符，请重新输入这一行。", line=place, fields={"text": where})
    if len(lines) > LONGEST:
        raise TemplateFault(f"模板过长（超过{LONGEST}字）。", fields={"text": "过长"})
    return lines


def only_text(text: str) -> str:
    """The same text with a mark in the place of what is no text: to keep what was found on the disk."""
    return "".join(letter if _is_text(letter) else "\ufffd" for letter in text)


def put(kind: str, text: str) -> None:
    """Put the office's own template in force, all of it or nothing. Raises NotPossible where it cannot be written."""
    path = letter_templates.own_folder() / f"{_known(kind)}.md"
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as target:
            target.write(text.encode())
            target.flush()
            os.fsync(target.fileno())
        if path.exists():
            # Whoever edits the file by hand still may.
            shutil.copymode(path, part)
        os.replace(part, path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritten(error) from error
    finally:
        with suppress(OSError):
            part.unlink()


def remove(kind: str) -> None:
    """Put the delivered template in force again. Raises NotPossible where the file cannot be removed."""
    path = letter_templates.own_folder() / f"{_known(kind)}.md"
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)
    except OSError as error:
        raise _unwritten(error) from error


def _known(kind: str) -> str:
    if kind not in TITLES:
        raise NotFound("没有这种文书的模板。")
    return kind


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unwritten(error: OSError) -> NotPossible:
    why = "没有写入的权限" if isinstance(error, PermissionError) else "磁盘没有写成"
    return NotPossible(f"模板没有保存：{why}。请管理员检查系统数据目录中的 letter_templates 文件夹。")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_text(letter: str) -> bool:
    code = ord(letter)
    control = code < 0x20 or 0x7F <= code < 0xA0
    lonely = 0xD800 <= code < 0xE000 or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return letter in ALLOWED or not (control or lonely)
