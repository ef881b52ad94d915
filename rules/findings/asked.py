"""What a question is asked with: pydantic models with Chinese titles, from which forms and schemas are made."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rules.regions import regions


class OneOf:
    """Marks a text as one of these codes; the words are what people read, and what tables are written in."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        def check(value: str) -> str:
            if value not in self.codes:
                raise ValueError("不在可选范围内")
            return value

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        described: dict[str, Any] = handler(schema)
        described["enum"] = list(self.codes)
        described["x-labels"] = dict(self.codes)
        return described


Yuan = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Region = Annotated[str, OneOf(dict(regions()))]
EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class Asked(BaseModel):
    """The input of one question. No names and no identity numbers: it may stand in an address."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class AskedHere(Asked):
    """A question whose answer depends on local figures. No region is assumed: another city's figure is a wrong one."""

    region: Region = Field(title="地区")
