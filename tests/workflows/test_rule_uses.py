"""用在哪里 leaves out no place of the engine that names a rule."""

import re
from pathlib import Path

import workflows.commands  # noqa: F401 - declares the acts
from rules.book import load_rules
from rules.rights import rights
from workflows.rule_uses import stages, used_ids, uses

ROOT = Path(__file__).parents[2]


def test_every_rule_that_the_source_names_is_listed() -> None:
    book = load_rules()
    known = {rule_id: book.rows(rule_id)[0].id for rule_id in book.ids()}
    known |= {rule_id.removesuffix(".1"): rule_id for rule_id in book.ids() if rule_id.endswith(".1")}
    named = set()
    for room in ("workflows", "notifications", "cases", "reports"):
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "rule_uses.py":
                named |= set(re.findall(r'"([A-Z0-9]+(?:-[A-Z0-9]+)+(?:\.\d)?)"', path.read_text(encoding="utf-8")))
    table = rights()
    named |= {rule for rules in table.rules.values() for rule in rules} | set(table.restarted_by.values())
    used = {known[one] for one in named if one in known}
    assert len(used) > 30
    assert used == used_ids(), "workflows/rule_uses.py must say where each rule is used"
    assert all(re.search("[一-龥]", words) for one in used for words in uses(one))


def test_stages() -> None:
    assert stages("LA-14-1") == ("mediation",)
    assert stages("LTR-NOTICE-REPLY") == ("letter",)
    assert stages("LA-29-1") == ("referral",)
    assert stages("LA-50-1") == ()
