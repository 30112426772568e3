"""Made-up enterprises for trying the portal out: flagged as demo, without tax codes or phones."""

from enterprises.demo.loading import load_demo_enterprises
from enterprises.demo.profiles import COUNT, REFERENCE_DAY, demo_enterprises

__all__ = ["COUNT", "REFERENCE_DAY", "demo_enterprises", "load_demo_enterprises"]
