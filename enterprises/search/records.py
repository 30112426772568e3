"""Finding records, public or not, by the words that the public would use."""

from django.db.models import QuerySet

from enterprises.models import Enterprise
from enterprises.search.query import parse_query


def matching(text: str, among: QuerySet[Enterprise] | None = None) -> QuerySet[Enterprise]:
    """Return the enterprises in which everything that the text asks for is found."""
    records = Enterprise.objects.all() if among is None else among
    query = parse_query(text)
    return records.filter(search_entry__words__match=query.expression) if query else records
