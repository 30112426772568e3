"""Lists of the back office are searched with or without Vietnamese marks."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.text import fold

MOST = 2_000  # records whose words are folded for one search; longer lists are the database's


class FoldedSearchAdmin(admin.ModelAdmin):
    """Admin of a table searched with or without marks in the columns of search_fields."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        wanted = fold(search_term).split()
        columns = [name.lstrip("^=@") for name in self.get_search_fields(request)]
        if not (wanted and columns) or queryset.order_by()[MOST:].exists():
            return super().get_search_results(request, queryset, search_term)
        found = {
            key
            for key, *texts in queryset.order_by().values_list("pk", *columns)
            if all(word in fold(" ".join(str(text or "") for text in texts)) for word in wanted)
        }
        return queryset.filter(pk__in=found), False
