"""Estimates of localization rates from the answers of a survey wave (docs/decisions/0007)."""
