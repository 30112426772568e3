"""Files of profiles."""

from django.db import models


class AttachmentQuerySet(models.QuerySet):
    """Files of profiles."""

    def public(self) -> "AttachmentQuerySet":
        """Those that everyone may have."""
        return self.filter(is_public=True, enterprise__state="published")
