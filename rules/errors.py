"""Why a deadline cannot be given. Messages are Chinese: they are shown on the case."""


class RuleError(Exception):
    """A question about a time limit that has no answer."""


class UnknownRule(RuleError):
    """There is no rule with this id."""


class NoRuleThen(RuleError):
    """The rule was not in force on the day asked about."""


class NotComputable(RuleError):
    """The question itself cannot be answered: no calendar for those days, or the input makes no sense."""


class BrokenRules(Exception):
    """A rule or calendar file is wrong; found when the program starts, never by a user."""


class NoLength(RuleError):
    """A duty without a number of days: it can be cited, and nothing can be counted from it."""
