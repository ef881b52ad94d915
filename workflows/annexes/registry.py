"""The one register of the papers: a new annex is one more entry in the module of its place."""

from collections.abc import Mapping
from types import MappingProxyType

from foundation.errors import NotFound
from workflows.annexes import certificates, endings, of_file, of_inquiry, of_letter, transfers
from workflows.annexes.declared import Paper, Place

# In the order in which the work needs them.
_MODULES = (of_file, of_inquiry, of_letter, transfers, endings, certificates)
PAPERS: Mapping[str, Paper] = MappingProxyType({one.name: one for module in _MODULES for one in module.PAPERS})


def find_paper(name: str, place: Place) -> Paper:
    """The entry of this name at this place. Raises NotFound."""
    found = PAPERS.get(name)
    if found is None or found.place != place:
        raise NotFound("没有这种文书。")
    return found
