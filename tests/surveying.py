"""Answering the survey as those do who keep an enterprise."""

from django.urls import reverse

from localization.models import Answer
from tests.factories.survey import typed


def page_of(unit) -> str:
    return reverse("survey:answer", args=[unit.enterprise_id, unit.wave.year])


def send(client, unit, answer: Answer | None = None, **cells):
    return client.post(page_of(unit), typed(answer, **cells, send="1"))


def save(client, unit, answer: Answer | None = None, **cells):
    return client.post(page_of(unit), typed(answer, **cells, save="1"))


def sent_by(unit):
    return Answer.objects.filter(unit=unit)


def errors(page) -> dict[str, str]:
    return {name: " ".join(texts) for name, texts in page.context["entry"].form.errors.items()}
