"""A made-up survey for trying the portal out: shown on pages of its own, in no real figure."""

from localization.demo.loading import load_demo_survey

__all__ = ["load_demo_survey"]
