"""The registers of letters: numbers run without a gap, and the month's roll-up balances."""

from collections.abc import Iterator

import sqlalchemy as sa

from cases.checks.finding import Finding
from cases.checks.registry import Night, check
from cases.codes import LETTER_KIND
from cases.views import tables as t
from cases.views.letter_figures import lived
from cases.views.letter_numbers import books_of, given_out

MOST_NAMED = 10
_n = t.letter_number.c


@check("letter_number_gap", "文号连续无缺、没有重号")
def gaps(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Books of numbers that do not run from one to the last number given out, each once and for one letter."""
    for book in books_of(connection):
        of_book = (_n.issuer == book.issuer, _n.kind == book.kind, _n.year == book.year)
        named = f"{book.issuer} {LETTER_KIND.get(book.kind, book.kind)} {book.year}"
        if not book.complete:
            there = set(connection.execute(sa.select(_n.seq).where(*of_book)).scalars())
            missing = [seq for seq in range(1, max(book.highest, book.last) + 1) if seq not in there]
            listed = "、".join(str(seq) for seq in missing[:MOST_NAMED])
            more = f"等{len(missing)}个" if len(missing) > MOST_NAMED else ""
            words = f"文号簿缺 {listed}{more} 号。" if missing else "文号簿与取号记录不一致。"
            yield Finding("letter_number_gap", "error", named, words)
    given = given_out(connection)
    there_are = {(book.issuer, book.kind, book.year) for book in books_of(connection)}
    for issuer, kind, year in sorted(set(given) - there_are):
        words = f"已取到 {given[issuer, kind, year]} 号，文号簿上一个也没有。"
        yield Finding("letter_number_gap", "error", f"{issuer} {LETTER_KIND.get(kind, kind)} {year}", words)
    # 〔2026〕3号 is the third of its book: two numbers that read alike would be one number given twice.
    wrong = sa.select(_n.number, _n.year, _n.seq)
    for number, year, seq in connection.execute(wrong):
        if not number.endswith(f"〔{year}〕{seq}号"):
            words = f"文号与文号簿的年度、序号（{year}年{seq}号）不一致，可能重号。"
            yield Finding("letter_number_gap", "error", number, words)
    twice = sa.select(sa.func.min(_n.number)).group_by(_n.letter_id).having(sa.func.count() > 1)
    for number in connection.execute(twice).scalars():
        yield Finding("letter_number_gap", "error", number, "同一份文书占用了两个文号。")


@check("letter_rollup", "文书月度滚存平衡：期初＋签发－办结＝期末")
def unbalanced(connection: sa.Connection, _night: Night) -> Iterator[Finding]:
    """Letters whose dates and state do not fit, by which the roll-up of some month does not balance."""
    for one in lived(connection):
        if one.flaw:
            yield Finding("letter_rollup", "error", one.number, f"月度滚存不平：{one.flaw}。")
