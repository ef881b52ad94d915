"""What a case gives to prevention: an issue for government and employers."""

from tests.stories.scripts import Line

_ISSUE = (
    Line(
        "raise_case_issue",
        "supervisor",
        {"title": "工资保证金未足额存储", "owner_body": "住建部门", "due_on": "<day:20>"},
        "registered",
    ),
)
SCRIPTS = {"wage_arrears": (_ISSUE,), "labour_dispute": (_ISSUE,), "legal_aid": (_ISSUE,)}
