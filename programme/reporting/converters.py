"""Path converters: quarters in URLs, such as 2026-Q1."""

from programme.periods import Period


class QuarterCode:
    """Path converter: a quarter by its code."""

    regex = r"\d{4}-Q[1-4]"

    def to_python(self, value: str) -> Period:
        return Period.read(value)

    def to_url(self, value: Period) -> str:
        return value.code
