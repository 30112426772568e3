"""Answers to the survey."""

from django.db import models


class AnswerQuerySet(models.QuerySet):
    """Answers of enterprises."""

    def submitted(self) -> "AnswerQuerySet":
        """Those that count."""
        return self.filter(state="submitted")
