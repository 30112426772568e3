"""The table that is printed: medians as multiples of the bare page."""

from statistics import median, quantiles

BARE = "bare page"
Times = dict[tuple[str, str], list[float]]  # seconds, by database and page
Queries = dict[tuple[str, str], int]  # of one answer, by database and page


def table(pages: list[str], aliases: list[str], times: Times, queries: Queries) -> str:
    """Return a row for each page, with the middle half of all values in brackets."""
    unit = median(times["", BARE])
    rows = [
        ["page", *aliases, "queries"],
        *(
            [
                page,
                *(_multiples(times[alias, page], unit) for alias in aliases),
                "/".join(str(queries.get((alias, page), "–")) for alias in aliases),
            ]
            for page in pages
        ),
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    return "\n".join([f"Bare page: {unit * 1000:.1f} ms", "", *lines])


def _multiples(times: list[float], unit: float) -> str:
    low, middle, high = (each / unit for each in quantiles(times * 2, n=4))
    return f"{middle:.1f} ({low:.1f}-{high:.1f})"
