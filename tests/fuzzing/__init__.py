"""How often each form and importer is tried with what Hypothesis makes up."""

import os

from hypothesis import HealthCheck, Phase, settings

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
# The same tries each time in the suite, others each time where somebody looks thoroughly.
a_few = settings(
    max_examples=30 if THOROUGH else 2,
    deadline=None,
    database=None,
    derandomize=not THOROUGH,
    phases=[Phase.generate],  # to make a failure smaller would take minutes
    suppress_health_check=list(HealthCheck),
)
