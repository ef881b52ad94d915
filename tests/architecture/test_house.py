"""What keeps the house in order beyond the import contracts."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rules
from cases import codes
from reports.catalogue import catalogue
from reports.selects import SELECTIONS
from rules.book import load_rules

ROOT = Path(__file__).parents[2]
ROOMS = (
    "api", "cases", "cli", "demo", "documents", "foundation", "migrations", "notifications",
    "people", "reports", "rules", "web", "workflows",
)  # fmt: skip
SOURCES = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]


def called(path: Path) -> set[str]:
    """Dotted names of everything that a file calls."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            found.add(ast.unparse(node.func))
    return found


def test_the_rules_that_are_tested_are_the_rules_of_this_checkout() -> None:
    assert rules.__file__ is not None
    assert Path(rules.__file__).is_relative_to(ROOT)


def test_only_the_clock_reads_the_time() -> None:
    wanted = re.compile(r"(datetime|date)\.(now|today|utcnow)$|^time\.time$")
    guilty = [
        path for path in SOURCES if path != ROOT / "foundation/clock.py" and any(map(wanted.search, called(path)))
    ]
    assert guilty == []


def test_only_the_unit_of_work_commits() -> None:
    guilty = {path.name for path in SOURCES if any(name.endswith(".commit") for name in called(path))}
    assert guilty == set()


def test_doors_hold_no_queries() -> None:
    guilty = []
    for path in [*(ROOT / "web").rglob("*.py"), *(ROOT / "cli").rglob("*.py")]:
        guilty += [
            (path.name, name) for name in called(path) if name in ("sa.select", "sa.update", "sa.insert", "sa.delete")
        ]
    assert guilty == []


def test_files_are_small() -> None:
    assert [path for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_a_forbidden_import_would_be_seen(tmp_path: Path) -> None:
    planted = ROOT / "rules" / "_planted_breach.py"
    planted.write_text('"""Planted."""\n\nimport sqlalchemy\n', encoding="utf-8")
    try:
        command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    finally:
        planted.unlink()
    assert done.returncode != 0
    assert "rules._planted_breach -> sqlalchemy" in done.stdout


def test_every_figure_has_a_selection_and_a_meaning() -> None:
    assert set(catalogue()) <= set(SELECTIONS)
    for indicator in catalogue().values():
        assert indicator.name
        assert indicator.unit
        assert indicator.formula
        assert indicator.date


def test_no_statutory_length_stands_in_code() -> None:
    """Law is data: outside rules/law no file of the core speaks of a number of days as a limit."""
    said = re.compile(r"timedelta\(days=(\d+)\)")
    allowed = {"cases/views/light.py"}  # colours of the traffic light: the union's own choice
    guilty = []
    for room in ("workflows", "cases", "rules", "reports"):
        for path in (ROOT / room).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            numbers = [int(one) for one in said.findall(path.read_text(encoding="utf-8"))]
            if name not in allowed and any(number > 1 for number in numbers):
                guilty.append(name)
    assert guilty == []


def test_every_rule_id_in_code_exists() -> None:
    wanted = re.compile(r'"((?:LA|LS|LSI|AR|PM|WI|SVC|LTR|CPL|LAID|JC|MT|EX|NE)-[A-Z0-9-]+)"')
    known = set(load_rules().ids())
    used = {found for path in SOURCES for found in wanted.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 20
    # "LA-27" and the like are prefixes of families.
    assert [
        one
        for one in used
        if not any(rule in (one, f"{one}.1") or rule.startswith(f"{one.rstrip('-')}-") for rule in known)
    ] == []


def test_code_lists_have_chinese_words() -> None:
    for name in ("CASE_TYPE", "CHANNEL", "DISTRICT", "CLAIM_KIND", "MATTER", "ADDRESSEE", "OUTCOME", "LETTER_STATE"):
        for value, word in getattr(codes, name).items():
            assert re.search("[一-龥]", word), (name, value)


@pytest.mark.parametrize("page", sorted((ROOT / "web/templates").glob("*.html")), ids=lambda path: path.name)
def test_pages_fetch_nothing_from_elsewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["']https?://""", text)
    assert "<script>" not in text
    assert not re.search(r"\son\w+=", text)
    assert "style=" not in text
