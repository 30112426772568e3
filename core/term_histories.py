"""Histories of records with many-to-many terms, copied in one query for each kind of term."""

from typing import Any

from simple_history.models import HistoricalRecords


class TermHistoricalRecords(HistoricalRecords):
    """As the library's, which reads a record with excluded columns anew for each kind of term."""

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:
        for field in history_instance._history_m2m_fields:
            through, past = field.remote_field.through, self.m2m_models[field]
            columns = [column.attname for column in through._meta.concrete_fields]
            rows = through._base_manager.filter(**{field.m2m_field_name(): instance}).values(
                *columns
            )
            past.objects.bulk_create(past(history=history_instance, **row) for row in rows)
