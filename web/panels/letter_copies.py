"""抄送与联动, and 阻挠调查: what other organs are told of the letters, and how the employer resisted."""

from cases.views.letter_copies import Linkage, Obstructions, linkage_of_case, obstructions_of
from web.panels import Panel


def _fits(data: Linkage | None, act: str) -> bool:
    if data is None:
        return False
    if act == "record_copy_answer":
        return any(not one.is_open and one.row.answered_on is None for one in data.copies)
    return act != "transfer_clue" or any(one.is_open and one.row.action == "transfer" for one in data.copies)


def _there(data: Obstructions | None, _act: str) -> bool:
    return data is not None


PANELS = (
    Panel(
        "letter_copies",
        "抄送与联动",
        "case/letter_copies.html",
        "right",
        120,
        desks=("linkage",),
        load=linkage_of_case,
        fits=_fits,
        hidden_when_empty=True,
    ),
    Panel(
        "obstructions",
        "阻挠调查",
        "case/obstructions.html",
        "right",
        130,
        desks=("obstruction",),
        load=obstructions_of,
        fits=_there,
        hidden_when_empty=True,
    ),
)
