"""Capability confirmation: criteria, assessments, and the paper that the Department signs."""
