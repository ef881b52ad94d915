"""规则: the rule book to read, with what applies where, and where each rule is used; no case is needed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from foundation.errors import NotFound
from foundation.settings import settings
from rules.book import UNITS, Duty, Rule, load_rules
from rules.examples import examples
from rules.regions import chain, region_name, regions
from web.render import page
from web.visitor import Here
from workflows.rule_uses import stages, uses

router = APIRouter()
# Its /rules/{rule_id} must not take the addresses of other pages under /rules.
LAST = True
# The books by their files, in the order in which a case meets them.
BOOKS = {
    "limitation.yaml": "时效",
    "mediation.yaml": "调解",
    "arbitration.yaml": "仲裁",
    "court.yaml": "诉讼与执行",
    "payment_order.yaml": "支付令",
    "inspection.yaml": "劳动监察",
    "migrant_wages.yaml": "农民工工资",
    "employment.yaml": "劳动合同",
    "work_injury.yaml": "工伤",
    "legal_aid.yaml": "法律援助",
    "criminal.yaml": "刑事衔接",
    "letters.yaml": "一函两书",
    "union.yaml": "工会监督",
    "petition.yaml": "信访",
    "emergency.yaml": "突发与群体事件",
    "service.yaml": "本会办理时限",
}
STAGES = {"intake": "受理", "mediation": "调解", "referral": "转办移送", "closure": "结案", "letter": "文书答复"}
CERTAIN = (("F", "法定"), ("E", "待核实（转述）"), ("M", "待核实（记忆）"), ("D", "工会自定期限"))
ROLL_WORDS = {"next": "末日遇休息日顺延", "prev": "遇休息日提前", "none": "遇休息日不顺延"}


@dataclass(frozen=True)
class Line:
    """One rule in the list: the row that applies, how many rows there are, and whether it is inherited."""

    row: Rule | Duty
    versions: int = 1
    places: list[str] = field(default_factory=list)
    inherited: str = ""

    @property
    def has_length(self) -> bool:
        """Whether a date can be computed."""
        return isinstance(self.row, Rule)


def inherited(row: Rule | Duty, region: str | None) -> str:
    """What to say where a region has no row of its own; empty where it has one."""
    if not region or row.region == region or not load_rules().has_region(row.id):
        return ""
    if row.region is not None:
        return f"{region_name(region)}没有自己的规定，沿用{region_name(row.region)}的规定"
    kind = "本会默认值（工会自定期限）" if row.tag == "D" else "一般规定"
    return f"{region_name(region)}没有自己的规定，沿用{kind}"


def applies(rule_id: str, region: str | None) -> Rule | None:
    """The newest row that applies in a region: its own, that of the region above, or the general one."""
    rows = load_rules().rows(rule_id)
    for wanted in chain(region or None):
        for row in rows:
            if row.region == wanted:
                return row
    return None if region else rows[0]


def _lines(region: str) -> Iterator[Line]:
    book = load_rules()
    for rule_id in book.ids():
        rows, row = book.rows(rule_id), applies(rule_id, region)
        if row is not None:
            places = list(dict.fromkeys(region_name(one.region) for one in rows if one.region is not None))
            yield Line(row, len(rows), places, inherited(row, region))
    for duty in book.duties():
        yield Line(duty)


def _matches(line: Line, words: list[str]) -> bool:
    row = line.row
    said = [row.id, row.label, row.legal_basis, row.bound, row.note, row.certainty, *line.places]
    said += [one.legal_basis for one in load_rules().rows(row.id)]
    text = " ".join(said).lower()
    return all(word in text for word in words)


@router.get("/rules")
def listed(here: Here, text: str = "", tag: str = "", region: str = "", file: str = "", stage: str = "") -> Response:
    """Every rule and duty by book; the filters live in the address."""
    every = list(_lines(region if region in dict(regions()) else ""))
    words = text.lower().split()
    found = [
        line
        for line in every
        if (not tag or line.row.tag == tag)
        and (not file or line.row.file == file)
        and (not stage or stage in stages(line.row.id))
        and _matches(line, words)
    ]
    books = [
        (name, title, sorted((one for one in found if one.row.file == name), key=lambda one: one.row.id))
        for name, title in BOOKS.items()
    ]
    return page(
        "rules.html",
        here,
        books=[one for one in books if one[2]],
        found=len(found),
        total=len(every),
        filters={"text": text.strip(), "tag": tag, "region": region, "file": file, "stage": stage},
        book_words=BOOKS,
        stage_words=STAGES,
        certain=CERTAIN,
        regions=regions(),
        region_name=region_name,
        units=UNITS,
    )


@router.get("/rules/{rule_id}")
def show(here: Here, rule_id: str) -> Response:
    """One rule: versions and regions, worked examples, what may move it, and where it is used."""
    book = load_rules()
    rows: list[Rule | Duty] = list(book.rows(rule_id))
    rows += [duty for duty in book.duties() if duty.id == rule_id]
    if not rows:
        raise NotFound("没有这条规则。")
    ours = settings().office_region
    first = applies(rule_id, ours) or rows[0]
    limit = first if isinstance(first, Rule) and isinstance(rows[0], Rule) else None
    return page(
        "rule.html",
        here,
        rows=sorted(rows, key=lambda row: (row.region or "", -(row.effective_from or date.min).toordinal())),
        first=rows[0] if limit is None else limit,
        limit=limit,
        here_says=inherited(first, ours) if limit is not None else "",
        ours=ours,
        examples=examples(limit) if limit is not None else (),
        used=uses(rule_id),
        without=[(code, name) for code, name in regions() if not any(row.region in chain(code)[:-1] for row in rows)]
        if book.has_region(rule_id)
        else [],
        book=BOOKS[rows[0].file],
        units=UNITS,
        rolls=ROLL_WORDS,
        region_name=region_name,
    )
