"""Letters by e-mail: written in the receiver's language, sent by the worker.

A letter is enqueued in the transaction of what it tells, because the queue is in the same database:
no letter without the write, none lost after it.
"""

import json
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override
from django_tasks import TaskContext, task
from django_tasks_db.models import DBTaskResult

TRIES = 6
UNDELIVERED_RETENTION = timedelta(days=30)  # for whoever mends the mail server
PAUSE = timedelta(minutes=5)  # before the second try; twice as long before each one after it


def letter(
    template: str, to: str, language: str, context: dict, headers: dict[str, str] | None = None
) -> None:
    """Have a letter sent; the template's first line is the subject, the rest is the body."""
    with override(language):
        text = render_to_string(template, context).strip()
    subject, _, body = text.partition("\n")
    send.enqueue(to, subject.strip(), body.strip() + "\n", headers=headers)


def url_in_letter(request: HttpRequest, name: str, *args: object, language: str) -> str:
    """Return the whole URL of a page, as the receiver of a letter in this language reads it."""
    with override(language):
        return request.build_absolute_uri(reverse(name, args=args))


def portal_url(name: str, *args: object, language: str, **kwargs: object) -> str:
    """Return the same where no request has the host name of the portal."""
    with override(language):
        return settings.PORTAL_URL + reverse(name, args=args, kwargs=kwargs)


@task(takes_context=True)
def send(
    context: TaskContext,
    to: str,
    subject: str,
    body: str,
    tries: int = 1,
    headers: dict[str, str] | None = None,
) -> None:
    """Send one letter; where the mail server does not take it, try again later."""
    try:
        EmailMessage(subject, body, to=[to], headers=headers).send()
    except (SMTPException, OSError):
        if tries >= TRIES or not send.get_backend().supports_defer:
            raise
        later = send.using(run_after=now() + PAUSE * 2 ** (tries - 1))
        later.enqueue(to, subject, body, tries + 1, headers=headers)
    _forget(context)


def _forget(context: TaskContext) -> None:
    """Take what was written to a person out of the queue, which keeps finished work."""
    if row := getattr(context.task_result, "db_result", None):
        row.args_kwargs = {"args": [], "kwargs": {}}
        row.save(update_fields=["args_kwargs"])


def forget_undelivered() -> None:
    """Take letters that no mail server took out of the queue a month later: nobody waits for them.

    They hold names, addresses and texts, which are erased everywhere else.
    """
    failed = DBTaskResult.objects.failed().filter(task_path=send.module_path)
    failed.filter(finished_at__lt=now() - UNDELIVERED_RETENTION).delete()


def forget_letters(*words: str) -> None:
    """Delete letters in the queue that hold one of the words, such as the name of who has left."""
    named = [word for word in words if word]
    for row in DBTaskResult.objects.filter(task_path=send.module_path).iterator():
        if any(word in json.dumps(row.args_kwargs, ensure_ascii=False) for word in named):
            row.delete()
