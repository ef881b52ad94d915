"""What a 建议书 hands over came after the earlier letters were signed: it is looked at like the letter itself."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from cases.views import tables as t
from foundation.clock import now
from foundation.errors import NotPossible
from foundation.work import begin
from main import build_app
from tests.letter_office import drafted, one_row, rows
from tests.letter_steps import sent
from tests.office import MORNING, Office
from tests.service.making import SERVERS, link
from tests.stories.players import filled
from tests.stories.scripts import INVESTIGATION, RECORD, TO_MEDIATION, VIOLATION, opening
from workflows.attaching import attach, receive

NAME, PHONE = "阿依古丽", "13900000017"
SECRET = f"{NAME}，{PHONE}"
REFUSAL = {"how": "direct", "reason": "门卫拒收", "witness": "社区干部", "proof": "照片1", **SERVERS}


def a_file(office: Office, **record: Any) -> UUID:
    """A file of several workers with a closed investigation."""
    person = {"worker_name": NAME, "phone": PHONE}
    case_id = office.act("open_case", **opening("wage_arrears", **person)).case_id
    assert case_id is not None
    for line in TO_MEDIATION:
        office.act(line.act, case_id, by=line.by, **filled(office, line.data))
    office.act("record_violation", case_id, by="mediator", **VIOLATION)
    office.act("open_investigation", case_id, by="mediator", **INVESTIGATION)
    office.act("close_investigation", case_id, by="mediator", **{**RECORD, **record})
    return case_id


def put(office: Office, kind: str, subject_id: UUID, text: str = SECRET, label: str = "扫描件") -> str:
    """A file with this text."""
    got = receive(BytesIO(text.encode()), "扫描件.txt")
    with begin(office.engine, by=office.actor("mediator"), at=MORNING) as work:
        return str(attach(work, kind, subject_id, {"kind": "receipt", "label": label}, got).attachment_id)


def opinion(office: Office, case_id: UUID) -> UUID:
    """An opinion at the employer's door, about to be refused."""
    letter_id = drafted(office, case_id, "opinion")
    sent(office, letter_id, until="dispatch_letter")
    return letter_id


def recommendation(office: Office, letter_id: UUID, **refusal: Any) -> UUID:
    """What the refusal of the opinion drafts."""
    office.act("refuse_service", letter_id, by="mediator", **{**REFUSAL, **refusal})
    return UUID(str(one_row(office, "letter", kind="recommendation")["id"]))


def refused(office: Office, letter_id: UUID) -> str:
    """What is said when it is submitted; empty where nothing is."""
    try:
        office.act("submit_letter", letter_id, by="mediator")
    except NotPossible as no:
        return no.detail
    return ""


def by_proof(office: Office) -> UUID:
    """The photograph that proves the refusal names the worker."""
    case_id = a_file(office)
    letter_id = opinion(office, case_id)
    return recommendation(office, letter_id, attachment_id=put(office, "case", case_id))


def by_words_of_the_proof(office: Office) -> UUID:
    """So does what was written down about it."""
    return recommendation(office, opinion(office, a_file(office)), reason=f"称{NAME}已经离职")


def by_what_hangs_on_the_letter(office: Office) -> UUID:
    """Or a paper that was put to the opinion after its signature."""
    letter_id = opinion(office, a_file(office))
    put(office, "letter", letter_id)
    return recommendation(office, letter_id)


def by_record(office: Office) -> UUID:
    """Or the record of the investigation."""
    return recommendation(office, opinion(office, a_file(office, record=f"问：是否认识{NAME}？答：认识。")))


def by_obstruction(office: Office) -> UUID:
    """Or the record of how the employer resisted."""
    case_id = a_file(office)
    letter_id = opinion(office, case_id)
    told = {"kind": "withheld", "facts": f"拒不提供{NAME}的工资表", "proof": "录像"}
    office.act("record_obstruction", case_id, by="mediator", **told)
    return recommendation(office, letter_id)


def by_answer(office: Office) -> UUID:
    """Or what the employer answered to the notice before."""
    case_id = a_file(office)
    notice = drafted(office, case_id, "notice")
    sent(office, notice)
    office.act("record_reply", notice, by="mediator", reply=f"已与{NAME}结清", stance="objects")
    return recommendation(office, opinion(office, case_id))


WAYS: tuple[tuple[Callable[[Office], UUID], str], ...] = (
    (by_proof, "的文件内容出现"),
    (by_words_of_the_proof, "的记录出现姓名"),
    (by_what_hangs_on_the_letter, "的文件内容出现"),
    (by_record, "的记录出现姓名"),
    (by_obstruction, "的记录出现姓名"),
    (by_answer, "的记录出现姓名"),
)


@pytest.mark.parametrize(("way", "where"), WAYS, ids=lambda one: getattr(one, "__name__", ""))
def test_nothing_that_is_handed_over_names_the_complainant(
    office: Office, way: Callable[[Office], UUID], where: str
) -> None:
    letter_id = way(office)
    said = refused(office, letter_id)
    assert "移交材料清单第" in said
    assert where in said
    assert "改写清单的这一项" in said
    # The refusal never says what must not be known.
    assert not [secret for secret in (NAME, PHONE, "0017") if secret in said]
    # With consent it is handed over.
    case_id = one_row(office, "letter", id=letter_id)["case_id"]
    party = one_row(office, "party", case_id=case_id)["id"]
    office.act("record_disclosure_consent", case_id, by="mediator", party_id=str(party), how="written")
    assert refused(office, letter_id) == ""


def test_what_is_reworded_or_taken_off_the_list_is_handed_over_no_more(office: Office) -> None:
    letter_id = by_record(office)
    listed = one_row(office, "letter", id=letter_id)["facts"]["materials"]
    assert "移交材料清单" in refused(office, letter_id)
    redacted = [f"{one}（已隐去姓名）" if one.startswith("调查笔录") else one for one in listed]
    office.act("edit_letter", letter_id, by="mediator", materials=redacted)
    assert refused(office, letter_id) == ""


def test_what_names_nobody_is_handed_over(office: Office) -> None:
    case_id = a_file(office)
    letter_id = opinion(office, case_id)
    put(office, "letter", letter_id, "送达照片说明")
    assert refused(office, recommendation(office, letter_id)) == ""


def test_what_comes_after_the_signature_was_not_handed_over(office: Office) -> None:
    """The seal is no gate for a scan that arrives later; nor does it spoil a letter that is out."""
    letter_id = opinion(office, a_file(office))
    second = recommendation(office, letter_id)
    sent(office, second, until="sign_letter")
    later = MORNING + timedelta(hours=1)
    got = receive(BytesIO(SECRET.encode()), "后到.txt")
    with begin(office.engine, by=office.actor("mediator"), at=later) as work:
        attach(work, "letter", letter_id, {"kind": "receipt", "label": "后到的回证"}, got)
    sent(office, second, since="number_letter", at=later)
    assert one_row(office, "letter", id=second)["state"] == "filing"


def test_the_employers_link_shows_nothing_of_what_came_after_the_signature(office: Office) -> None:
    """Neither proofs of service, nor papers, nor copies, nor who was asked: number, items and limit alone."""
    case_id = a_file(office, record=f"问：是否认识{NAME}？答：认识。")
    at = now()
    letter_id = drafted(office, case_id, "notice", at=at)
    sent(office, letter_id, until="dispatch_letter", at=at)
    proof = put(office, "letter", letter_id, label=f"{NAME}送达照片")
    served = {
        "how": "direct",
        "proof": f"回证，{NAME}在场",
        "receiver": f"门卫（{NAME}同乡）",
        "attachment_id": proof,
    }
    office.act("serve_letter", letter_id, by="mediator", at=at, **served)
    office.act("record_obstruction", case_id, by="mediator", at=at, kind="withheld", facts=SECRET, proof="录像")
    token = link(office, letter_id, at=at)
    client = TestClient(build_app(office.engine))
    page = client.get(f"/reply/{token}")
    assert page.status_code == 200
    assert VIOLATION["facts"] in page.text
    case = one_row(office, "case", id=case_id)
    [copy] = rows(office, "letter_copy", letter_id=letter_id)
    for hidden in (NAME, PHONE, "0017", "送达照片", "回证", "门卫", "录像", proof, case["number"], copy["organ_name"]):
        assert hidden not in page.text, hidden
    # Nor does a file open for who has the link alone.
    assert client.get(f"/files/{proof}", follow_redirects=False).status_code in (303, 401, 403)
    with office.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.file_view)).scalar_one() == 0
