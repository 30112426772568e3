"""Make all that search knows anew from the profiles."""

from django.core.management.base import BaseCommand
from django.db import transaction

from enterprises.models import Enterprise, FacetCount, SearchEntry, Spelling
from enterprises.search.entries import add_to_facet_counts, counted_codes, reindex


class Command(BaseCommand):
    help = "Lập lại toàn bộ chỉ mục tìm kiếm từ hồ sơ (sau khi nâng cấp hoặc khôi phục)."

    @transaction.atomic
    def handle(self, **options) -> None:
        Spelling.objects.all().delete()
        reindex(Enterprise.objects.all())
        FacetCount.objects.all().delete()
        add_to_facet_counts(counted_codes(SearchEntry.objects.iterator()))
        self.stdout.write(f"  {SearchEntry.objects.count()} doanh nghiệp đã lập chỉ mục.")
