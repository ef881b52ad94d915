"""The acts, one file per desk. Importing this package declares them all."""

from workflows.commands import intake

__all__ = ["intake"]
