"""Asking an enterprise: the portal hands the question on, and shows neither side's address."""
