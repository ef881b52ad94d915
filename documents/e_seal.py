"""The slot for an electronic seal 电子签章: an office plugs in its provider by a dotted path; by default there is none.

A provider speaks to the world. It is asked outside of any transaction, with the finished PDF; what it gives back is
kept beside the letter, or nothing is.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Protocol

from foundation.errors import NotPossible
from foundation.settings import settings


class ESeal(Protocol):
    """A provider. It keeps its own time limits, and raises whatever it likes when it cannot sign."""

    def sign(self, pdf: bytes, *, number: str, seal: str) -> bytes:
        """The PDF with the electronic seal of this name, for the letter of this number."""


def e_seal() -> ESeal | None:
    """The provider of this installation; None where none is set.

    Raises NotPossible for a setting that leads nowhere.
    """
    named = settings().e_seal
    if named is None:
        return None
    module, _, name = named.partition(":")
    try:
        factory: Callable[[], ESeal] = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError):
        raise NotPossible("电子签章服务的设置（WEIQUAN_E_SEAL）不正确，没有签章；请联系管理员。") from None
    return factory()


def signed(provider: ESeal, pdf: bytes, *, number: str, seal: str) -> bytes:
    """What the provider made of the PDF. Raises NotPossible where it failed, or gave back something else."""
    try:
        found = provider.sign(pdf, number=number, seal=seal)
    except Exception as error:
        # Whatever a provider throws is one answer to the person; its words may name anything, so they are not shown.
        raise NotPossible(
            f"电子签章服务没有完成签章（{type(error).__name__}），文书没有任何改动；请稍后重试，或者改用实体印章。"
        ) from error
    if not isinstance(found, bytes) or not found.startswith(b"%PDF-"):
        raise NotPossible("电子签章服务返回的不是 PDF，文书没有任何改动；请联系管理员。")
    return found
