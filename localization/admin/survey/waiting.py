"""What of the survey waits for those who run it."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.backoffice.site import Waiting
from core.templatetags.formatting import official_date
from localization.admin.survey.access import may_run
from localization.models import Answer, Wave
from localization.models.answers import ANSWERED

SOON = timedelta(days=7)


@admin.site.register_waiting
def survey_waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Waves that end soon or have ended, and odd answers of those that run."""
    if not may_run(request.user):
        return
    real = Wave.objects.running().filter(is_demo=False)
    for wave in real.filter(state=Wave.State.OPEN, closes_on__lte=localdate() + SOON):
        label = _("%(wave)s: chưa trả lời, hạn %(day)s")
        words = {"wave": wave, "day": official_date(wave.closes_on)}
        page = reverse("admin:localization_wave_change", args=[wave.pk])
        yield Waiting(label % words, wave.units.exclude(ANSWERED).count(), page)
    odd = Answer.objects.submitted().filter(unit__wave__in=real).exclude(remarks=[])
    label = _("Phiếu khảo sát có điểm cần giải thích")
    page = reverse("admin:localization_answer_changelist")
    yield Waiting(label, odd.count(), f"{page}?remarks=yes&state__exact=submitted")
