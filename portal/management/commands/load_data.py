"""Load the data that the portal starts with, each fixture once in a database's life."""

from django.conf import settings
from django.core import serializers
from django.core.management.base import BaseCommand
from django.db import transaction

from core.models import LoadedFixture


class Command(BaseCommand):
    help = "Nạp dữ liệu gốc (Quyết định, danh mục); tệp đã nạp thì không nạp lại."

    def handle(self, **options) -> None:
        taken = set(LoadedFixture.objects.values_list("name", flat=True))
        for path in sorted((settings.BASE_DIR / "fixtures").glob("*.json")):
            if path.stem not in taken:
                self.stdout.write(f"  {path.stem}: {load(path)} bản ghi")


@transaction.atomic
def load(path) -> int:
    """Save every record of one fixture as a person would (keys, history), all or nothing."""
    count = 0
    with path.open(encoding="utf-8") as file:
        for row in serializers.deserialize("json", file, use_natural_foreign_keys=True):
            row.object.save()
            for name, values in row.m2m_data.items():
                # A later fixture adds permissions to a role; it never takes any away.
                getattr(row.object, name).add(*values)
            count += 1
    LoadedFixture.objects.create(name=path.stem)
    return count
