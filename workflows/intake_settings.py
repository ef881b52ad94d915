"""The office's own arrangements for contacts, tickets and dispatch (工会自定), read from the file beside this one."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field


class IntakeSettings(BaseModel):
    """What the file says; anything unknown in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    label: str
    repeat_days: int = Field(ge=1)
    most_returns: int = Field(ge=1)
    returns_looked_back_days: int = Field(ge=1)
    sender: str = Field(min_length=1)
    most_pasted: int = Field(ge=1)

    @property
    def repeat_span(self) -> timedelta:
        """How far back a call from the same number makes this one a repeat."""
        return timedelta(days=self.repeat_days)

    @property
    def returns_span(self) -> timedelta:
        """How far back the workload counts returns."""
        return timedelta(days=self.returns_looked_back_days)


@lru_cache
def intake_settings() -> IntakeSettings:
    """The arrangements, read once. Raises ValidationError for a file that does not fit."""
    path = Path(__file__).with_name("intake.yaml")
    return IntakeSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
