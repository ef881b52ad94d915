"""Integrity checks, one idea each: what must be true of the records on every night."""

from cases.checks.finding import Finding
from cases.checks.run import run_checks

__all__ = ["Finding", "run_checks"]
