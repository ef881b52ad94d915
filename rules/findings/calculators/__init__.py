"""The calculators, each a pure function; importing this registers them."""

from rules.findings.calculators import (
    annual_leave,
    death,
    deduction,
    double_wage,
    extra_pay,
    injury,
    insurance_surcharge,
    minimum_wage,
    non_compete,
    overtime,
    termination,
    trial_period,
)

__all__ = [
    "annual_leave",
    "death",
    "deduction",
    "double_wage",
    "extra_pay",
    "injury",
    "insurance_surcharge",
    "minimum_wage",
    "non_compete",
    "overtime",
    "termination",
    "trial_period",
]
