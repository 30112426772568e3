"""The modules in which a wrong line would be believed, and the tests that must notice it."""

SEARCH = [
    *(f"tests/enterprises/test_{name}.py" for name in ("query", "vocabulary", "spelling")),
    "tests/stories/test_buyer_finds_a_supplier.py",
    "tests/enterprises/test_judged_searches.py",
]
REPORTS = [f"tests/programme/test_{name}.py" for name in ("reports", "report_permissions")]
PLANS = [f"tests/programme/test_{name}.py" for name in ("plans", "plan_steps", "city_plan")]
BUDGET_STORY = "tests/stories/test_a_budget_goes_through_finance.py"

TESTS: dict[str, list[str]] = {
    "core.transitions": ["tests/core/test_transitions.py", "tests/portal/test_states.py"],
    "programme.periods": ["tests/programme/test_periods.py"],
    "programme.money": ["tests/programme/test_money.py"],
    "programme.sums": PLANS,
    "programme.snapshot": ["tests/programme/test_snapshot.py"],
    "programme.models.reports": [*REPORTS, "tests/programme/test_recorded_times.py"],
    "programme.models.plans": [*PLANS, BUDGET_STORY],
    "programme.models.budget": [*PLANS, BUDGET_STORY],
    "programme.models.consolidated": [
        "tests/programme/test_consolidated.py",
        "tests/programme/test_recorded_times.py",
    ],
    "programme.consolidating.collecting": ["tests/programme/test_consolidated.py"],
    "programme.reporting.obligations": [
        "tests/programme/test_obligations.py",
        "tests/programme/test_compliance.py",
    ],
    "programme.reporting.fulfilment": [
        "tests/programme/test_reports.py",
        "tests/programme/test_compliance.py",
    ],
    "programme.reporting.overdue": ["tests/programme/test_overdue.py"],
    "localization.estimating.disclosure": ["tests/localization/test_disclosure.py"],
    "localization.estimating.estimator": ["tests/localization/test_estimator.py"],
    "localization.rates.verdicts": ["tests/localization/test_verdicts.py"],
    "enterprises.search.query": SEARCH,
    "enterprises.search.ranking": ["tests/enterprises/test_ranking.py"],
    "enterprises.tax_codes": ["tests/enterprises/test_tax_codes.py"],
}
