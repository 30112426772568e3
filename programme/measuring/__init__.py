"""Measured targets: where each year's figures come from, and what they say of a target."""
