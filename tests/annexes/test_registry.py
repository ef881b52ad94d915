"""The register of papers: every annex stands in it, and what it says of an annex is so."""

import pytest

from documents.annex_forms import AnnexField, annexes
from workflows.acts import ACTS
from workflows.annexes.declared import READER, Paper
from workflows.annexes.registry import PAPERS


def fields(paper: Paper) -> set[str]:
    """Every field of its annex, and the columns of its tables."""
    annex = annexes()[paper.annex]
    found = {field.key for field in annex.fields}
    for block in annex.blocks:
        if "table" in block:
            columns = [AnnexField.read(key, spec) for key, spec in block["table"]["columns"].items()]
            found |= {f"{block['table']['key']}.{one.key}" for one in columns}
    return found


def test_every_annex_is_filled_somewhere() -> None:
    assert {paper.annex for paper in PAPERS.values()} == set(annexes())


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda one: one.name)
def test_an_entry_speaks_of_fields_that_its_annex_has(paper: Paper) -> None:
    known = fields(paper)
    assert paper.by_hand <= known
    assert set(paper.entered) <= known
    assert paper.reader in READER
    # Where a gap is entered is an act that exists, by the name on its button.
    titles = {act.title for act in ACTS.values()}
    for words in paper.entered.values():
        assert words.partition("”")[0].removeprefix("“") in titles


def test_what_names_the_complainant_is_kept_from_who_may_not_know() -> None:
    open_to_all = {name for name, paper in PAPERS.items() if not paper.personal}
    assert open_to_all == {
        "service_receipt",
        "reply_form",
        "reply_answers",
        "recheck_record",
        "request_superior",
        "certificate_register",
    }
    # None of these is filled with what the file says of its people.
    assert all(PAPERS[name].place in ("letter", "office") for name in open_to_all)
