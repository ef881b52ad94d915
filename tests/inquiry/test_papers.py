"""The papers of an investigation come out of its records, from the links on the card."""

import re
from io import BytesIO

import docx
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from people.passwords import hash_password
from tests.inquiry.test_investigations import EVIDENCE, LETTER, TALK, act
from tests.inquiry.test_supervisors import a_file, start
from tests.office import FIRST_SUPERVISOR, PASSWORD, furnish
from tests.one_app import build_app
from tests.stories.lives.inquiry import ASKED


def words_of(content: bytes) -> str:
    """Everything a Word file says, tables too."""
    paper = docx.Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_papers_on_the_card(db: sa.Engine) -> None:
    office = furnish(db, hash_password(PASSWORD))
    case_id = a_file(office)
    start(office, case_id, FIRST_SUPERVISOR)
    act(office, "issue_inquiry_letter", case_id, by="supervisor", **LETTER)
    act(office, "add_investigation_record", case_id, **ASKED, signed=False, refusal_reason="须请示公司")
    act(office, "add_investigation_evidence", case_id, **EVIDENCE)
    act(office, "record_consultation", case_id, place="工地会议室", **TALK)
    client = TestClient(build_app(office.engine))
    assert client.post("/sign-in", data={"login": "zhuguan", "password": PASSWORD}).status_code == 200
    page = client.get(f"/cases/{case_id}").text
    links = dict(re.findall(rf'href="(/cases/{case_id}/annexes/(\w+)/[^"]+\.docx)"', page))
    found = {kind: words_of(client.get(link).content) for link, kind in links.items()}
    wanted = {
        "investigation_letter": ("监调〔2026〕1号", "监督员甲（证号001）、监督员乙（证号002）", "2026年12月31日"),
        "interview_record": ("人事主管", "工资发到哪个月？", "须请示公司", "已出示监督员证"),
        "evidence_list": ("工资表（复制件）", "12页", "财务部"),
        "consultation_record": ("工地会议室", "未达成一致"),
    }
    assert set(found) == set(wanted)
    for kind, said in wanted.items():
        for one in said:
            assert one in found[kind], (kind, one)
    letter = next(link for link, kind in links.items() if kind == "investigation_letter")
    assert client.get(letter.replace(".docx", ".pdf")).content.startswith(b"%PDF")
    assert client.get(letter.replace(".docx", ".odt")).status_code == 404
    assert client.get(re.sub(r"/[0-9a-f-]+\.docx", f"/{case_id}.docx", letter)).status_code == 404
