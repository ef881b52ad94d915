"""What the office sets for service, seals and the answer through a link, read from the YAML beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from rules.regions import chain

FILE = Path(__file__).with_name("letter_service.yaml")


@dataclass(frozen=True)
class LinkRules:
    """How long a link is good, and what may come through it."""

    days_after: int
    most_files: int
    most_failures: int
    locked_minutes: int
    form_hours: int


@dataclass(frozen=True)
class ServiceRules:
    """The arrangements of the office for service. `two_servers`: ways and outcomes that two people must witness."""

    two_servers: frozenset[str]
    committee_seal: Mapping[str, str]
    reply_link: LinkRules
    print_most: int

    def committee_may_seal(self, region: str) -> bool:
        """Whether the seal of the committee may stand on a letter of this region."""
        return any(code in self.committee_seal for code in chain(region) if code is not None)


@lru_cache
def service_rules() -> ServiceRules:
    """The arrangements as they stand in the file."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return ServiceRules(
        two_servers=frozenset(data["two_servers"]),
        committee_seal=data["committee_seal"],
        reply_link=LinkRules(**data["reply_link"]),
        print_most=data["print_most"],
    )
