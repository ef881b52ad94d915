"""The pen that a rule writes its reasoning with: every figure used, article cited and step taken is kept."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules.article import Article, articles
from rules.findings.finding import Finding, Line, Part, Used
from rules.parameter import Value, parameters

CENT = Decimal("0.01")


def to_cent(exact: Decimal) -> Decimal:
    """Yuan rounded half up to 分."""
    return exact.quantize(CENT, ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """Money for reading."""
    return f"{amount:,.2f}元"


def number(value: Decimal) -> str:
    """A figure without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal) -> str:
    """0.2 as 20%."""
    return f"{number(value * 100)}%"


def _shown(value: Decimal, unit: str) -> str:
    """A figure with its unit; one without a unit is a share."""
    return f"{number(value)}{unit}" if unit else percent(value)


class Reasoning:
    """Collects while a rule works; `on` is the day of the event, by which figures are chosen."""

    def __init__(self, on: date, region: str | None = None) -> None:
        self.on = on
        self.region = region
        self.steps: list[str] = []
        self.missing: list[str] = []
        self.warnings: list[str] = []
        self.lines: list[Line] = []
        self.parts: list[Part] = []
        self._articles: dict[str, Article] = {}
        self._used: dict[tuple[str, date], Used] = {}

    def say(self, *texts: str) -> None:
        """Add steps."""
        self.steps += texts

    def warn(self, *texts: str) -> None:
        """Add warnings, each once."""
        self.warnings += [text for text in texts if text not in self.warnings]

    def lack(self, *texts: str) -> None:
        """Add what is missing, each once."""
        self.missing += [text for text in texts if text not in self.missing]

    def cite(self, *keys: str) -> None:
        """Rest on these articles; one that was not in force on the day is said."""
        for key in keys:
            article = articles()[key]
            if article.since is not None and self.on < article.since:
                self.warn(f"{article.law}自 {article.since} 起施行，{self.on} 时尚未施行。")
            self._articles.setdefault(key, article)

    def figure(self, name: str, kind: str | None = None) -> Decimal:
        """A statutory figure on the day of the event; `kind` where it differs by grade or kind. Raises NoRuleThen."""
        parameter = parameters()[name]
        found = parameter.on(self.on)
        self._articles.setdefault(found.article.key, found.article)
        if found.by is not None:
            if kind is None:
                raise KeyError(f"{name} wants a kind")
            value = found.by[kind]
            self._keep(name, f"{parameter.label}（{kind}）", _shown(value, parameter.unit), found)
            return value
        if found.value is None:
            raise KeyError(f"{name} has no value")
        self._keep(name, parameter.label, _shown(found.value, parameter.unit), found)
        return found.value

    def kinds(self, name: str) -> tuple[tuple[str, Decimal], ...]:
        """Every kind of a figure with its value on the day. Raises NoRuleThen."""
        found = parameters()[name].on(self.on)
        return tuple((found.by or {}).items())

    def local(self, name: str, on: date | None = None) -> Decimal | None:
        """A local figure on the day; where there is none, that is noted as missing and None comes back."""
        parameter = parameters()[name]
        day = on or self.on
        found = parameter.local(day, self.region)
        if found is None or found.value is None:
            self.lack(parameter.wanted(day, self.region))
            return None
        self._keep(name, parameter.label, f"{number(found.value)}{parameter.unit}", found)
        if found.note:
            self.warn(f"{parameter.label}{number(found.value)}{parameter.unit}：{found.note}")
        return found.value

    def given(self, name: str, value: Decimal, document: str) -> Decimal:
        """A local figure that the person brings with the number of its paper; it counts as not yet verified."""
        parameter = parameters()[name]
        paper = Article(f"{name}@given", document, "E", "", None)
        self._keep(
            name, f"{parameter.label}（本次填写）", f"{number(value)}{parameter.unit}", Value(self.on, paper, value)
        )
        self.warn(f"{parameter.label}按填写的 {number(value)}{parameter.unit}（{document}）计算，请核对公布文件。")
        return value

    def line(self, label: str, formula: str, exact: Decimal) -> Decimal:
        """A line of the sheet: rounded half up to 分, once."""
        amount = to_cent(exact)
        self.lines.append(Line(label, formula, amount))
        return amount

    def done(
        self,
        result: str,
        conclusion: str,
        *,
        amount: Decimal | None = None,
        lowest: Decimal | None = None,
        highest: Decimal | None = None,
    ) -> Finding:
        """The finding; its name, title and inputs are added by whoever asked."""
        return Finding(
            name="",
            title="",
            result=result,
            conclusion=conclusion,
            on=self.on,
            amount=amount,
            lowest=lowest,
            highest=highest,
            lines=tuple(self.lines),
            parts=tuple(self.parts),
            articles=tuple(self._articles.values()),
            used=tuple(self._used.values()),
            steps=tuple(self.steps),
            missing=tuple(self.missing),
            warnings=tuple(self.warnings),
        )

    def _keep(self, name: str, label: str, value: str, found: Value) -> None:
        article = found.article
        self._used.setdefault(
            (f"{name}{label}", found.since), Used(name, label, value, found.since, article.law, article.tag, found.note)
        )
