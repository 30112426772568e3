"""Values that no page offers, where Django would answer with an error of the server.

Both are read from requests in many places that are Django's own: lists of keys with a number that
no column holds (`ModelMultipleChoiceField`), and keys that are no keys in the back office's boxes
with suggestions (`AutocompleteSelect`).
"""

from typing import Any

from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import ValidationError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


@IntegerField.register_lookup
class InPossible(In):
    """`in`, without the numbers that the column cannot hold, as Django's `exact` has it."""

    def process_rhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        if self.rhs_is_direct_value():
            kind = self.lhs.output_field.get_internal_type()
            low, high = connection.ops.integer_field_range(kind)
            self.rhs = [
                each
                for each in self.rhs
                if not isinstance(each, int) or (low is None or low <= each <= high)
            ]
        return super().process_rhs(compiler, connection)


_optgroups = AutocompleteMixin.optgroups


def optgroups(self: AutocompleteMixin, name: str, value: list, attr: Any = None) -> list:
    """Return the chosen options; what cannot be a key names none."""
    key = self.choices.queryset.model._meta.pk
    return _optgroups(self, name, [each for each in value if _may_be(key, each)], attr)


AutocompleteMixin.optgroups = optgroups  # type: ignore[method-assign, assignment]


def _may_be(key: Any, value: object) -> bool:
    try:
        key.to_python(value)
    except ValidationError:
        return False
    return True
