"""The text of what goes out with a letter: .txt, .docx and .pdf that hang on it or that its list of materials names,
and what the records say that a 建议书 hands over: proofs of service, answers, records of the investigation.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import BytesIO
from types import MappingProxyType

import sqlalchemy as sa

from cases.identity import Passage
from cases.views import tables as t
from foundation.errors import Refusal
from foundation.files import file_store
from foundation.work import Work
from workflows import letter_chain
from workflows.subjects import LetterNow

# Of a long or very large file the beginning is read: a letter's materials are papers, not books.
MOST_BYTES, MOST_PAGES = 20 << 20, 60
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml")
_BREAK = re.compile(r"</w:p>|<w:br/>|<w:tab/>")
_TAG = re.compile(r"<[^>]+>")


def attached(work: Work, letter: LetterNow) -> Iterator[Passage]:
    """The name and the text of each file that goes out with the letter."""
    a, file = t.attachment.c, t.stored_file.c
    materials = [str(one) for one in letter.facts.get("materials", ())]
    named = sa.and_(a.case_id == letter.case_id, sa.or_(a.label.in_(materials), file.name.in_(materials)))
    query = (
        sa.select(a.label, file.name, file.sha256, file.media_type, file.size)
        .select_from(t.attachment.join(t.stored_file, file.id == a.file_id))
        .where(a.withdrawn_at.is_(None), sa.or_(sa.and_(a.subject_kind == "letter", a.subject_id == letter.id), named))
        .order_by(a.at, a.id)
    )
    for place, row in enumerate(work.connection.execute(query), 1):
        yield Passage(f"附件第{place}件的名称", f"{row.label} {row.name}")
        read = READERS.get(row.media_type)
        if read is not None and row.size <= MOST_BYTES:
            yield Passage(f"附件第{place}件的内容", _text(row.sha256, read))


def handed_over(work: Work, letter: LetterNow) -> Iterator[Passage]:
    """What stands behind each line of the list of materials: most of it came after the earlier letters were signed.

    A line that was reworded by hand (隐去姓名) or taken off stands for nothing more.
    """
    if letter.kind != "recommendation" or letter.case_id is None:
        return
    places = {words: place for place, words in enumerate(letter.facts.get("materials", ()), 1)}
    chain = letter_chain.earlier_letters(work, letter.case_id, but=letter.id)
    for one in letter_chain.handed_over(work, letter.case_id, chain):
        if one.words not in places:
            continue
        where = f"移交材料清单第{places[one.words]}项"
        for text in one.says:
            yield Passage(f"{where}的记录", text)
        yield from _behind(work, letter, one, where)


def _behind(work: Work, letter: LetterNow, one: letter_chain.Material, where: str) -> Iterator[Passage]:
    a, file = t.attachment.c, t.stored_file.c
    mine = sa.and_(a.subject_kind == "letter", a.subject_id == one.of_letter) if one.of_letter else sa.false()
    query = (
        sa.select(a.label, file.name, file.sha256, file.media_type, file.size)
        .select_from(t.attachment.join(t.stored_file, file.id == a.file_id))
        .where(a.withdrawn_at.is_(None), sa.or_(a.id.in_(one.files), mine))
        .order_by(a.at, a.id)
    )
    if letter.signed_at is not None:
        # What came after the signature is handed over with no letter that is signed already.
        query = query.where(a.at <= letter.signed_at)
    for row in work.connection.execute(query):
        yield Passage(f"{where}的文件名称", f"{row.label} {row.name}")
        read = READERS.get(row.media_type)
        if read is not None and row.size <= MOST_BYTES:
            yield Passage(f"{where}的文件内容", _text(row.sha256, read))


def _text(sha256: str, read: Callable[[bytes], str]) -> str:
    try:
        return read(file_store().read(sha256))
    except (Refusal, OSError):
        # A file that is gone or damaged goes out with no letter; the nightly look at files tells of it.
        return ""


def _plain(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def _docx(content: bytes) -> str:
    """Every text of the document, its headers, notes and comments; no entity of it is resolved."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = [one for one in package.infolist() if _PARTS.fullmatch(one.filename)]
            small = [one for one in parts if one.file_size <= MOST_BYTES]
            texts = [package.read(one).decode("utf-8", errors="replace") for one in small]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return ""
    return unescape(_TAG.sub("", _BREAK.sub("\n", "\n".join(texts))))


def _pdf(content: bytes) -> str:
    # Heavy, and needed only where a PDF is attached.
    from pdfminer.high_level import extract_text
    from pdfminer.pdfexceptions import PDFException

    try:
        return str(extract_text(BytesIO(content), maxpages=MOST_PAGES))
    except (PDFException, ValueError, TypeError, KeyError):
        return ""


READERS: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {
        "text/plain": _plain,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _docx,
        "application/pdf": _pdf,
    }
)
