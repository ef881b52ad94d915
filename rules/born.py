"""The version of a rule that a running clock follows: the one it was born under, unless a newer one reaches back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rules.rule import Rule


def born_rule(certificate: Mapping[str, Any], rows: tuple[Rule, ...]) -> Rule:
    """The rule by which this certificate's clock is computed again.

    A newer row of the same rule and region that `applies_to_running` takes over. Else the row with the version
    that the certificate names; where the book no longer holds that version, the figures stand in the certificate
    itself, and only what may be asked of the clock (extension, suspension, restart) comes from the book.
    """
    own = [row for row in rows if row.region == certificate.get("region")]
    reaching = next((row for row in own if row.applies_to_running), None)
    same = next((row for row in own if row.version == certificate["rule_version"]), None)
    if reaching is not None and (same is None or _newer(reaching, same)):
        return reaching
    if same is not None:
        return same
    told = {
        "id": certificate["rule"],
        "label": certificate["label"],
        "length": certificate["length"],
        "unit": certificate["unit"],
        "direction": certificate["direction"],
        "roll": certificate["roll"],
        "next_hour": certificate["next_hour"],
        "legal_basis": certificate["legal_basis"],
        "tag": certificate["tag"],
        "region": certificate.get("region"),
        "start": certificate["events"]["start_event"],
        "version": certificate["rule_version"],
    }
    if own:
        return replace(own[0], **told)
    return Rule(source="", **told)


def _newer(one: Rule, other: Rule) -> bool:
    return (one.effective_from or date.min) >= (other.effective_from or date.min)
