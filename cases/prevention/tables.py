"""The tables of the prevention register, for queries."""

import sqlalchemy as sa

from cases.prevention.activity import Activity, Attendee
from cases.prevention.campaign import Campaign, CampaignTag, CampaignTarget, Trace
from cases.prevention.check_up import CheckAnswer, CheckUp, CheckUpFinding
from cases.prevention.lead import Lead, Sentinel
from cases.prevention.meeting import JointMeeting, MeetingIssue
from cases.prevention.site import CollectiveContract, Site, SiteRating


def _table(model: object) -> sa.Table:
    found: sa.Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table models
    return found


activity, attendee = _table(Activity), _table(Attendee)
campaign, campaign_tag, campaign_target = _table(Campaign), _table(CampaignTag), _table(CampaignTarget)
check_up, check_answer, check_up_finding = _table(CheckUp), _table(CheckAnswer), _table(CheckUpFinding)
lead, sentinel, meeting, issue = _table(Lead), _table(Sentinel), _table(JointMeeting), _table(MeetingIssue)
site, site_rating, contract, trace = _table(Site), _table(SiteRating), _table(CollectiveContract), _table(Trace)
