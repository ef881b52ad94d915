"""A report as PDF."""

from dataclasses import asdict

from documents.report_text import ReportText
from documents.typesetting import set_pages


def report_pdf(report: ReportText) -> bytes:
    """The printed report. Raises Unprintable or NotPossible."""
    data = asdict(report)
    day = report.generated_on
    data["generated_on"] = f"{day.year}年{day.month}月{day.day}日"
    return set_pages("report.typ", data)
