"""Yearly plans and budgets (section V.4 a): who owes one, and what all of them come to."""
