"""A made-up programme for trying the portal out: marked as demo on every page, in no figure."""

from programme.demo.loading import load_demo_programme
from programme.demo.matters import load_demo_matters

__all__ = ["load_demo_matters", "load_demo_programme"]
