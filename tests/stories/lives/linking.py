"""Two files that belong together are linked, and parted again."""

from tests.stories.scripts import OTHER, Line

_LIFE = (
    Line("link_case", "operator", {"other": OTHER, "reason": "同一工地"}),
    Line("unlink_case", "supervisor", {"other": OTHER, "reason": "不是同一工地"}),
    Line("link_case", "operator", {"other": OTHER, "reason": "同一用人单位"}),
)
SCRIPTS = {"wage_arrears": (_LIFE,), "labour_dispute": (_LIFE,), "legal_aid": (_LIFE,)}
