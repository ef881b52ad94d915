"""Figures, read only: one catalogue of indicators, each defined once for number and drill-down alike."""
