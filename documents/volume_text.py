"""A plain office paper as values: a title, labelled facts, a table, closing lines. Both writers take only this."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class VolumeText:
    """One paper: cover of a file, list of its documents."""

    title: str
    issuer: str
    facts: Sequence[tuple[str, str]] = ()
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[int] = ()
    notes: Sequence[str] = ()
    is_cover: bool = False
