"""A form that is sent twice, by a double click or at the same moment, is done once.

The second gets the first one's answer: the same page to go to, with the same words. That holds for
people who are logged in, for what comes while the same is being done, and, where the page has a key
of its own (`{% form_key %}`), for a minute after that.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeData, mark_safe
from django.utils.timezone import now

from core.models import PostedForm

FIELD = "form_key"
REPEATED = timedelta(minutes=1)  # after the answer, in which the same page may be sent once more
ABANDONED = timedelta(seconds=30)  # after which nobody waits for an answer that did not come
PAUSE = 0.05  # seconds between two looks for the answer
LOOKS = 700
Respond = Callable[[HttpRequest], HttpResponse]


def do_forms_once(get_response: Respond) -> Respond:
    """Answer a repeated form as it was answered first; stands after messages and accounts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        came = now()
        if request.method != "POST" or not request.user.is_authenticated:
            return get_response(request)
        key = _digest(request)
        posted = _claim(key)
        if posted is None:
            posted = _answered(key, came - REPEATED if FIELD in request.POST else came)
            if posted.location:
                return _the_same_answer(request, posted)
        try:
            response = get_response(request)
        except BaseException:
            posted.delete()
            raise
        _keep(request, posted, response)
        return response

    return middleware


def forget_answers() -> None:
    """Delete what nobody will repeat."""
    PostedForm.objects.filter(begun_at__lt=now() - timedelta(days=1)).delete()


def _digest(request: HttpRequest) -> str:
    """Return a mark of who sends what to where."""
    whole = sha256(f"{request.user.pk} {request.get_full_path()}".encode())
    for part in _parts(request):
        whole.update(sha256(part).digest())
    return whole.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            yield from (text.encode() for text in (name, *values))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name} {file.name}".encode()
            yield from file.chunks()
            file.seek(0)


def _claim(key: str) -> PostedForm | None:
    try:
        with transaction.atomic():
            return PostedForm.objects.create(key=key)
    except IntegrityError:
        return None


def _answered(key: str, since: datetime) -> PostedForm:
    """Return the first one's form with its answer; or one without, to be done by who asks now.

    An answer that was given before `since` is none to what is sent now.
    """
    for _look in range(LOOKS):
        first = PostedForm.objects.filter(key=key).first()
        if first is None:  # it was refused: whoever comes next tries anew
            if mine := _claim(key):
                return mine
            continue
        if first.answered_at and first.answered_at > since and first.is_fresh(REPEATED):
            return first
        is_over = first.answered_at is not None or not first.is_fresh(ABANDONED)
        if is_over and first.take_over():
            return first
        time.sleep(PAUSE)
    return PostedForm.objects.create(key=uuid4().hex)


def _keep(request: HttpRequest, posted: PostedForm, response: HttpResponse) -> None:
    """Keep where the answer leads and what it says; one that refuses is no end."""
    told = list(getattr(messages.get_messages(request), "_queued_messages", []))
    is_refused = any(each.level >= messages.ERROR for each in told)
    if is_refused or not isinstance(response, HttpResponseRedirect):
        posted.delete()
        return
    posted.location, posted.answered_at = response.url, now()
    posted.told = [
        [each.level, str(each.message), isinstance(each.message, SafeData), each.extra_tags]
        for each in told
    ]
    posted.save()


def _the_same_answer(request: HttpRequest, posted: PostedForm) -> HttpResponse:
    for level, text, is_safe, tags in posted.told:
        words = mark_safe(text) if is_safe else text  # noqa: S308 -- marked so by who wrote it
        messages.add_message(request, level, words, extra_tags=tags or "")
    return HttpResponseRedirect(posted.location)
