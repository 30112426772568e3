"""Exports and bulk actions of many records, done by `manage.py work` for who asks.

A kind of job registers a function in its module; a few records are done within the request.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import task

from core.concurrency.turns import take_turn
from core.models import Job

AT_ONCE = 500  # records that a request may wait for
MAX_WAITING = 5  # jobs of one person
State = Job.State


@dataclass
class JobResult:
    """What came of a job: sentences for who asked, and perhaps a file."""

    told: list[str] = field(default_factory=list)
    content: bytes = b""
    file_name: str = ""


@dataclass(frozen=True)
class _Kind:
    run: Callable[[Job], JobResult]
    writes: bool


class OvertakenError(Exception):
    """Another worker has taken the job over, which was thought to be interrupted."""


_kinds: dict[str, _Kind] = {}


def register(name: str, run: Callable[[Job], JobResult], *, writes: bool) -> None:
    """Say how jobs of this kind are done; one that writes is done in one transaction."""
    _kinds[name] = _Kind(run, writes)


@transaction.atomic
def begin(kind: str, title: str, request: HttpRequest, total: int, **parameters: object) -> Job:
    """Put a job into the queue; one that waits already is the answer to the same once more.

    ValidationError where the person has too many jobs waiting.
    """
    take_turn(f"jobs of {request.user.pk}")
    waiting = Job.objects.filter(by_id=request.user.pk, state__in=Job.WORK)
    if same := waiting.filter(kind=kind, parameters=parameters).first():
        return same
    if waiting.count() >= MAX_WAITING:
        words = _("Bạn đang có %(count)d việc chưa xong. Hãy chờ chúng xong rồi thực hiện lại.")
        raise ValidationError(words % {"count": MAX_WAITING}, code="limit")
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        parameters=parameters,
        by_id=request.user.pk,
        language=get_language() or "vi",
        total=total,
        back=request.get_full_path()[:500],
    )
    run_job.enqueue(job.pk)
    return job


def begin_again(job: Job) -> bool:
    """Let a job that was cut off or has failed be done again; false where it was neither."""
    if not job.may_begin_again:
        return False
    with transaction.atomic():
        again = job.change_state(
            job.state, to=State.WAITING, attempt=job.attempt + 1, done=0, told=[]
        )
        if again:
            run_job.enqueue(job.pk)
    return again


@task()
def run_job(pk: int) -> None:
    """Do a job that waits."""
    job = Job.objects.select_related("by").filter(pk=pk).first()
    if job and job.is_interrupted:  # a worker was killed, and the queue gives its work out again
        job.change_state(State.WORKING, to=State.WAITING, attempt=job.attempt + 1, done=0)
    if job is None or not job.change_state(State.WAITING, to=State.WORKING):
        return  # it was given up, or another worker does it
    try:
        with override(job.language):
            _run(job)
    except OvertakenError:
        return
    except ValidationError as error:
        job.change_state(State.WORKING, to=State.FAILED, told=error.messages)
    except PermissionDenied:
        with override(job.language):
            why = _("Bạn không còn quyền làm việc này.")
        job.change_state(State.WORKING, to=State.FAILED, told=[why])
    except Exception:
        with override(job.language):
            trouble = _("Lỗi hệ thống; chưa có gì thay đổi. Có thể thực hiện lại.")
        job.change_state(State.WORKING, to=State.FAILED, told=[trouble])
        raise


def _run(job: Job) -> None:
    kind = _kinds[job.kind]
    with transaction.atomic() if kind.writes else nullcontext():
        result = kind.run(job)
        if result.content:
            job.file.save(result.file_name, ContentFile(result.content), save=False)
        ended = {"told": result.told, "file": job.file.name, "file_name": result.file_name}
        if not job.change_state(State.WORKING, to=State.DONE, done=job.total, **ended):
            raise OvertakenError


def request_of(user: AbstractBaseUser | None) -> HttpRequest:
    """Return a request of this person, for what asks who does it; there is no browser behind it."""
    request = HttpRequest()
    request.method, request.user = "POST", user  # type: ignore[assignment]
    return request
