"""Putting the picture of a seal on a letter, where the installation prints it."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Text = TypeVar("Text")


def with_seal(text: Text, picture: bytes | None) -> Text:
    """The same words with the picture for the writers; a text that has no place for one is left as it is."""
    if picture is None or not is_dataclass(text) or "seal" not in {one.name for one in fields(text)}:
        return text
    sealed: Any = replace(text, seal=picture)  # type: ignore[type-var]  # mypy cannot see that it is an instance
    return sealed  # type: ignore[no-any-return]
