"""What an 18-digit ID number says of its holder: the birthday and the sex (GB 11643-1999)."""

from dataclasses import dataclass
from datetime import date

from cases.check_digits import resident_id_fault, tidy


@dataclass(frozen=True)
class Told:
    """What the number says."""

    born_on: date
    female: bool

    def age_on(self, day: date) -> int:
        """Full years on a day."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


def told_by(number: str) -> Told | None:
    """The birthday and the sex; None for another kind of document or a number with a fault."""
    if resident_id_fault(number) is not None:
        return None
    said = tidy(number)
    born = date(int(said[6:10]), int(said[10:12]), int(said[12:14]))
    # The last digit of the serial number is even for women.
    return Told(born, int(said[16]) % 2 == 0)
