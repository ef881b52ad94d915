"""What goes to the employer names nobody: a passage that names the complainant, or lets infer them, is left out.

The letter itself is refused while it does so (workflows/letter_privacy.py). What is written later beside it, such as
what a check found, can no longer be changed by anybody: on these papers a sentence that says so stands in its place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from cases.identity import Passage, direct_leaks
from cases.inference import inferred_leaks
from workflows import letter_privacy
from workflows.annexes.declared import Facts

LEFT_OUT = "（涉及个人信息，不载入本文书，见案卷）"
# As signed: the letter was looked at before it went out.
SIGNED = "finding"
OFFICIALS = ("investigators", "supervisors", "servers", "contact")
FIRMS = ("employer", "addressee", "sender", "issuer")


def without_people(connection: sa.Connection, case: Any, facts: Facts) -> Facts:
    """The facts of a paper for the employer."""
    people = letter_privacy.people_of(connection, case.id)
    officials = {name for key in OFFICIALS for name in _names(str(facts.get(key) or ""))}
    innocent = letter_privacy.innocent(connection, case, {str(facts.get(key) or "") for key in FIRMS}, officials)
    passages = list(_passages(facts, ""))
    leaks = {one.where for one in direct_leaks(passages, people, innocent)}
    hidden = [one for one in people if not one.consented]
    if case.head_count == 1 and hidden:
        names = frozenset(name for one in hidden for name in one.names)
        matter = replace(letter_privacy.matter_of(connection, case), names=names)
        later = [one for one in passages if not one.where.endswith(SIGNED)]
        leaks |= {one.where for one in inferred_leaks(later, matter, innocent)}
    return {key: _kept(value, key, leaks) for key, value in facts.items()}


def _names(words: str) -> Iterator[str]:
    for part in words.split("、"):
        yield part.partition("（")[0].strip()


def _passages(value: Any, where: str) -> Iterator[Passage]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _passages(one, f"{where}.{key}" if where else key)
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from _passages(one, f"{where}.{place}")
    elif value is not None:
        yield Passage(where, str(value))


def _kept(value: Any, where: str, leaks: set[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _kept(one, f"{where}.{key}", leaks) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(one, f"{where}.{place}", leaks) for place, one in enumerate(value)]
    return LEFT_OUT if where in leaks else value
