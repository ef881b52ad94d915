"""The monthly report as files."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session

from documents.fonts import find_fonts
from documents.report_pdf import report_pdf
from documents.report_text import Chart, ReportText, Section, Table
from documents.workbook import Sheet, SheetChart, workbook
from reports.catalogue import catalogue
from reports.monthly import BROKEN_DOWN, GROUP_TITLES, SERIES, Monthly, monthly, show

HEADER = ("指标", "单位", "本月", "上月", "环比", "去年同月", "同比")

NUMERALS = "一二三四五六七八九十"


def write_monthly(session: Session, month: str, out: Path, *, issuer: str, generated_on: date) -> list[Path]:
    """Write monthly-YYYY-MM.xlsx and .pdf into a folder; a half-written file is never left behind."""
    found = monthly(session, month)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for suffix, content in (
        ("xlsx", as_workbook(found, issuer)),
        ("pdf", report_pdf(as_report(found, issuer, generated_on))),
    ):
        path = out / f"monthly-{found.month}.{suffix}"
        unfinished = path.with_suffix(f".{suffix}.part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        written.append(path)
    return written


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(round(value, 2))


def as_workbook(found: Monthly, issuer: str) -> bytes:
    """Figures, breakdowns and the twelve months, with native charts."""
    title = f"{issuer}职工维权月报（{found.month.words}）"
    figures = [
        (
            figure.indicator.name,
            figure.indicator.unit,
            _number(figure.value),
            _number(figure.previous),
            figure.against_previous,
            _number(figure.year_ago),
            figure.against_year_ago,
        )
        for figure in found.figures.values()
    ]
    names = catalogue()
    sheets = [Sheet("总体", title, HEADER, figures, widths=(18, 8, 16, 16, 14, 16, 14))]
    months = [(str(month), *(_number(values[code]) for code in SERIES)) for month, values in found.series]
    header = ("月份", *(f"{names[code].name}（{names[code].unit}）" for code in SERIES))
    charts = (
        SheetChart("column", "受理与结案（件）", 0, (1, 2)),
        SheetChart("line", "挽回经济损失（元）", 0, (3,)),
    )
    sheets.append(Sheet("近十二个月", title, header, months, money=(3,), charts=charts))
    money = tuple(place for place, code in enumerate(BROKEN_DOWN, 1) if names[code].unit == "元")
    for group, lines in found.breakdowns.items():
        header = (GROUP_TITLES[group], *(f"{names[code].name}（{names[code].unit}）" for code in BROKEN_DOWN))
        rows = [(line.word, *(_number(line.values[code]) for code in BROKEN_DOWN)) for line in lines]
        chart = (SheetChart("bar", f"受理案件：按{GROUP_TITLES[group]}", 0, (1,)),)
        sheets.append(Sheet(f"按{GROUP_TITLES[group]}", title, header, rows, money=money, widths=(22,), charts=chart))
    meaning = [(one.name, one.unit, one.formula, one.date, one.note) for one in names.values()]
    sheets.append(
        Sheet("口径", title, ("指标", "单位", "计算", "时间依据", "说明"), meaning, widths=(18, 8, 40, 18, 50))
    )
    return workbook(sheets)


def as_report(found: Monthly, issuer: str, generated_on: date) -> ReportText:
    """The same figures as a printed report."""
    figures, names = found.figures, catalogue()
    overview = Table(
        HEADER,
        [
            (
                figure.indicator.name,
                figure.indicator.unit,
                figure.shown,
                show(figure.indicator, figure.previous),
                figure.against_previous,
                show(figure.indicator, figure.year_ago),
                figure.against_year_ago,
            )
            for figure in figures.values()
        ],
        numeric=(2, 3, 4, 5, 6),
    )
    months = [f"{month.month}月" for month, _ in found.series]
    trend = Chart(
        "近十二个月受理与结案（件）",
        months,
        [(names[code].name, [float(values[code]) for _, values in found.series]) for code in ("accepted", "closed")],
    )
    recovered = Chart(
        "近十二个月挽回经济损失（万元）",
        months,
        [(names["paid"].name, [round(float(values["paid"]) / 10000, 1) for _, values in found.series])],
    )
    sections = [Section("一、总体情况", _summary(found), [overview]), Section("二、走势", (), (), [trend, recovered])]
    for place, (group, lines) in enumerate(found.breakdowns.items(), 3):
        table = Table(
            (GROUP_TITLES[group], *(names[code].name for code in BROKEN_DOWN)),
            [(line.word, *(show(names[code], line.values[code]) for code in BROKEN_DOWN)) for line in lines],
            numeric=tuple(range(1, len(BROKEN_DOWN) + 1)),
        )
        words = () if lines else ("本月没有数据。",)
        sections.append(Section(f"{NUMERALS[place - 1]}、按{GROUP_TITLES[group]}", words, [table] if lines else ()))
    sections.append(Section(f"{NUMERALS[len(found.breakdowns) + 2]}、口径说明", _notes(found)))
    return ReportText("职工维权月报", found.month.words, issuer, generated_on, sections)


def _summary(found: Monthly) -> list[str]:
    said = {code: figure.shown for code, figure in found.figures.items()}
    rate = found.figures["on_time"]
    on_time = "本月没有办完的办理时限" if rate.value is None else f"按期办理率{rate.shown}%（{rate.base}项）"
    return [
        f"本月受理案件{said['accepted']}件，涉及劳动者{said['people']}人；结案{said['closed']}件，"
        f"月末在办{said['open']}件。诉求金额{said['claimed']}元，协议金额{said['agreed']}元，"
        f"确认到账（挽回经济损失）{said['paid']}元。{on_time}。发出一函两书{said['letters']}份。"
    ]


def _notes(found: Monthly) -> list[str]:
    said = [f"{one.name}：{one.formula}，按{one.date}。{one.note}".rstrip("。") + "。" for one in catalogue().values()]
    for code in ("claimed", "paid"):
        figure = found.figures[code]
        if figure.unknown:
            said.append(f"{figure.indicator.name}中有{figure.unknown}笔金额不明，未计入。")
    if found.assumed_dates:
        said.append(f"本月受理的案件中有{found.assumed_dates}件的日期为推定（来源没有载明）。")
    note = find_fonts().note
    if note:
        said.append(f"打印说明：{note}。")
    return said
