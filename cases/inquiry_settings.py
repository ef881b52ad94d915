"""What the office decided for itself about investigations and letters (inquiry.yaml)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class InquirySettings:
    """The settings as read; `label` says whose they are."""

    label: str
    source: str
    certificate_soon: int
    quote_from: int
    no_names: frozenset[str]
    called: tuple[str, ...]
    jobs: tuple[str, ...]


@lru_cache
def inquiry_settings() -> InquirySettings:
    """Raises TypeError for a file that says too much or too little."""
    given = yaml.safe_load((Path(__file__).parent / "inquiry.yaml").read_text(encoding="utf-8"))
    given |= {"no_names": frozenset(given["no_names"]), "called": tuple(given["called"]), "jobs": tuple(given["jobs"])}
    return InquirySettings(**given)
