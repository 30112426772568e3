"""The modules in which a wrong line would be believed, and the tests that must notice it."""

TESTS: dict[str, list[str]] = {
    "programme.periods": ["tests/programme/test_periods.py"],
    "programme.money": ["tests/programme/test_money.py"],
    "localization.estimating.disclosure": ["tests/localization/test_disclosure.py"],
}
