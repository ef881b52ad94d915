"""Papers for outside and for the archive: the referral letter 移送函 with its package, the cover and the catalogue."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from cases.codes import CASE_TYPE, CLAIM_KIND, OUTCOME, word
from cases.outside_codes import RETENTION
from cases.views import tables as t
from cases.views.ending import one_volume
from cases.views.outside import one_referral
from documents.letter_text import LetterText
from documents.volume_text import VolumeText
from foundation.clock import office_day
from foundation.errors import NotFound
from foundation.settings import settings
from workflows import archiving, referrals

FORMATS = ("pdf", "docx")
GAP = "（缺）"


def package_text(session: Session, referral_id: UUID) -> LetterText:
    """The referral letter with facts, parties, evidence, what the union did, the request and whom to ask.

    A part that is missing is named in its place, so that nobody sends a gap without seeing it. Raises NotFound.
    """
    found = one_referral(session, referral_id)
    row, package = found.row, found.row.package or {}
    connection = session.connection()
    case = connection.execute(
        sa.select(t.case, t.employer.c.name.label("employer"))
        .select_from(t.case.outerjoin(t.employer, t.employer.c.id == t.case.c.employer_id))
        .where(t.case.c.id == row.case_id)
    ).one()
    parties = connection.execute(
        sa.select(t.party).where(t.party.c.case_id == case.id).order_by(t.party.c.recorded_at, t.party.c.id)
    ).all()
    claims = connection.execute(sa.select(t.claim).where(t.claim.c.case_id == case.id).order_by(t.claim.c.id)).all()
    names = [f"{one.name[:1]}某" if case.is_confidential else one.name for one in parties]
    wanted = "；".join(
        f"{CLAIM_KIND[one.kind]}{f'{one.amount}元' if one.amount is not None else '（金额待查）'}" for one in claims
    )
    evidence = list(package.get("evidence", ()))
    paragraphs: list[tuple[str, str]] = [
        (
            "body",
            f"本会办理{CASE_TYPE[case.case_type]}案件（{case.number}）中，认为下列事项由你单位处理，现予移送。",
        ),
        ("heading", "一、当事人"),
        ("body", f"劳动者：{'、'.join(names[:20]) or GAP}{'等' if len(names) > 20 else ''}，共{case.head_count}人。"),
        ("body", f"用人单位：{case.employer or GAP}{f'；工程项目：{case.project}' if case.project else ''}。"),
        ("body", f"诉求：{wanted or GAP}。"),
        ("heading", "二、事实"),
        ("body", package.get("facts") or case.narrative or GAP),
        ("heading", "三、本会所做的工作"),
        ("body", package.get("union_did") or GAP),
        ("heading", "四、移送请求"),
        ("body", row.matter or GAP),
        ("body", "请将是否受理和处理结果书面告知本会。"),
        ("heading", "五、联系人"),
        ("body", package.get("contact") or GAP),
    ]
    missing = referrals.missing_parts({"package": package, "matter": row.matter})
    if missing:
        paragraphs.append(("body", f"（材料尚缺：{'、'.join(missing)}。）"))
    number = referral_number(case.number, row.prepared_at) if row.sent_on is not None else None
    issuer = settings().office_name
    receipt = (
        ("移送单位", issuer),
        ("接收单位", row.addressee_name),
        ("移送材料", f"移送函及证据{len(evidence)}件"),
        ("收到日期", "　　年　　月　　日"),
        ("接收人签名或者盖章", ""),
        ("受理（立案）号", ""),
        ("备注", ""),
    )
    title = (issuer, "移送函")
    attachments = tuple(evidence) or ("（证据目录缺）",)
    return LetterText(issuer, title, number, row.addressee_name, tuple(paragraphs), attachments, row.sent_on, receipt)


def referral_number(case_number: str, prepared_at: datetime) -> str:
    """A referral goes by the number of its file and the day on which it was decided."""
    return f"{case_number}移送（{office_day(prepared_at):%m%d}）"


def package_file(session: Session, referral_id: UUID, form: str) -> bytes:
    """The package on paper. Raises NotFound."""
    # Printing is rare and its libraries are heavy.
    from documents.letter_docx import letter_docx
    from documents.letter_pdf import letter_pdf

    text = package_text(session, referral_id)
    if form not in FORMATS:
        raise NotFound("没有这种格式（可用 pdf、docx）。")
    return letter_pdf(text) if form == "pdf" else letter_docx(text)


def cover_text(session: Session, volume_id: UUID) -> VolumeText:
    """卷宗封面. Raises NotFound."""
    found = one_volume(session, volume_id)
    case, volume = found.case, found.volume
    facts = (
        ("案号", case.number),
        ("案件名称", case.title),
        ("案件类型", CASE_TYPE[case.case_type]),
        ("用人单位", case.employer or "—"),
        ("承办人", case.handler or case.unit or "—"),
        ("首次求助", _day(office_day(case.opened_at))),
        ("办结日期", _day(office_day(case.settled_at) if case.settled_at else None)),
        ("结案日期", _day(office_day(case.closed_at) if case.closed_at else None)),
        ("结案方式", word(OUTCOME, case.outcome) or "—"),
        ("归档日期", _day(office_day(volume.archived_at) if volume.archived_at else None)),
        ("卷次、页数", f"第{volume.seq}卷　共{volume.pages}页"),
        ("保管期限", f"{RETENTION[volume.retention]}{f'（至 {volume.review_on}）' if volume.review_on else ''}"),
        ("档号", volume.archive_number or ""),
    )
    return VolumeText("案卷", settings().office_name, facts, is_cover=True)


def catalogue_text(session: Session, volume_id: UUID) -> VolumeText:
    """卷内目录, sorted by the thirteen parts, each document with its pages. Raises NotFound."""
    found = one_volume(session, volume_id)
    parts = archiving.parts()
    rows = [
        (
            str(row.seq),
            parts[row.item].title,
            row.title,
            row.dated_on.isoformat() if row.dated_on else "",
            f"{row.page_from}" if row.page_from == row.page_to else f"{row.page_from}-{row.page_to}",
        )
        for row in found.items
    ]
    notes: tuple[str, ...] = (f"本卷共{len(rows)}件，{found.volume.pages}页。",)
    if found.volume.incomplete_reason:
        notes = (*notes, f"材料不全：{found.volume.incomplete_reason}")
    facts = (("案号", found.case.number), ("卷次", f"第{found.volume.seq}卷"))
    header, widths = ("序号", "类别", "材料名称", "日期", "页次"), (14, 32, 68, 26, 20)
    return VolumeText("卷内目录", settings().office_name, facts, header, rows, widths, notes)


def archive_file(session: Session, volume_id: UUID, paper: str, form: str) -> bytes:
    """The cover or the catalogue on paper. Raises NotFound."""
    from documents.volume_files import volume_docx, volume_pdf

    made: dict[str, Any] = {"cover": cover_text, "catalogue": catalogue_text}
    if paper not in made or form not in FORMATS:
        raise NotFound("没有这份文件（可用封面、目录的 pdf、docx）。")
    text = made[paper](session, volume_id)
    return volume_pdf(text) if form == "pdf" else volume_docx(text)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else "—"
