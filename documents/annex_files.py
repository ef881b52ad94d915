"""Annexes of 一函两书 as files, by the same writers as the papers of the desk."""

from collections.abc import Mapping
from typing import Any

from documents.annex_forms import annex_paper, annexes
from documents.paper_files import paper_docx, paper_pdf

FORMATS = {"pdf": paper_pdf, "docx": paper_docx}


def annex_file(key: str, facts: Mapping[str, Any], form: str, *, issuer: str) -> bytes:
    """One annex as 'pdf' or 'docx'. Raises NotFound, NotValid, Unprintable, NotPossible."""
    return FORMATS[form](annex_paper(key, facts, issuer=issuer))


def sample_annexes(*, issuer: str = "西宁市总工会") -> dict[str, bytes]:
    """Every annex with its sample facts, by the name of its file."""
    return {
        f"{key}.{form}": annex_file(key, annex.sample, form, issuer=issuer)
        for key, annex in annexes().items()
        for form in FORMATS
    }
