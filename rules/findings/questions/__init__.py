"""The questions that decision tables answer; importing this reads the tables and registers them."""

from rules.findings.questions import (
    aid,
    collective,
    crime,
    doors,
    final_award,
    injury_steps,
    leaving,
    payment_order,
    platform,
    relief,
    venue,
    wage_chain,
)

__all__ = [
    "aid",
    "collective",
    "crime",
    "doors",
    "final_award",
    "injury_steps",
    "leaving",
    "payment_order",
    "platform",
    "relief",
    "venue",
    "wage_chain",
]
