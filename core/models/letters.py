"""The outbox: letters by e-mail, and the addresses to which some kinds of them no longer go."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.models.base import Stateful
from core.transitions import transition

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)  # between two tries
TRIES = 34  # with these pauses a mail server may be away for a week
RETENTION = timedelta(days=30)  # of letters that have gone, failed or been stopped
CUT_OFF = timedelta(minutes=15)  # sending takes a minute at most: whoever sends so long is dead


def masked(address: str) -> str:
    """Return an address by which one knows it again, and nobody else learns it: b…@example.com."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters in the outbox."""

    def due(self) -> "LetterQuerySet":
        """Those whose turn it is."""
        return self.filter(state=Letter.State.WAITING, due__lte=now())

    def cut_off(self) -> "LetterQuerySet":
        """Those whose sender was killed between the mail server and the database."""
        return self.filter(state=Letter.State.SENDING, taken_at__lt=now() - CUT_OFF)

    def failed(self) -> "LetterQuerySet":
        """Those that nobody tries to send any more."""
        return self.filter(state=Letter.State.FAILED)

    def naming(self, address: str) -> "LetterQuerySet":
        """Those to an address, and those whose text holds it."""
        return self.filter(models.Q(to__iexact=address) | models.Q(body__icontains=address))

    def outdated(self) -> "LetterQuerySet":
        """Those that are over and that nobody asks about any more."""
        over = self.filter(state__in=Letter.OVER)
        return over.filter(due__lt=now() - RETENTION)


class Letter(Stateful):
    """One letter to one address, written in the transaction of what it tells.

    Nobody reads its text but its receiver; it is emptied once the letter has gone, and the address
    masked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")
        STOPPED = "stopped", _("Người nhận không muốn nhận")

    OVER = (State.SENT, State.FAILED, State.STOPPED)

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("Tài khoản của người nhận")
        ADDRESS = "address", _("Xác nhận địa chỉ thư")
        INVITATION = "invitation", _("Lời mời làm thành viên")
        INQUIRY = "inquiry", _("Hỏi hàng: thư cho người hỏi")
        QUESTION = "question", _("Hỏi hàng: thư cho tài khoản")
        PROFILE = "profile", _("Hồ sơ doanh nghiệp")
        REPORT = "report", _("Báo cáo của đơn vị")
        REMINDER = "reminder", _("Thư nhắc")
        SURVEY = "survey", _("Khảo sát")
        SUBSCRIBE = "subscribe", _("Xác nhận theo dõi")
        SUBSCRIPTION = "subscription", _("Báo cho người theo dõi")

    # What anybody can have sent to any address: the receiver can stop these, and these alone.
    UNASKED = (Kind.ADDRESS, Kind.INVITATION, Kind.INQUIRY, Kind.SUBSCRIBE)
    # What somebody waits for at this moment goes before the many.
    PROMPT = (Kind.ACCOUNT, Kind.ADDRESS)

    to = models.EmailField(_("người nhận"), db_index=True)
    kind = models.CharField(_("loại thư"), max_length=12, choices=Kind.choices)
    language = models.CharField(_("ngôn ngữ"), max_length=5, choices=settings.LANGUAGES)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    # Rows of other apps, as ["app.model", key], whose `sent_at` says when the letter went.
    marks = models.JSONField(default=list, blank=True)
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=State.choices, default=State.WAITING
    )
    made_at = models.DateTimeField(_("viết lúc"), auto_now_add=True)
    due = models.DateTimeField(_("gửi từ lúc"), default=now)  # when it is over: since when
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    taken_at = models.DateTimeField(_("thử gần nhất"), null=True)
    sent_at = models.DateTimeField(_("đã gửi lúc"), null=True)
    error = models.CharField(_("lỗi gần nhất"), max_length=300, blank=True)
    may_have_gone_twice = models.BooleanField(_("có thể đã gửi hai lần"), default=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư gửi đi")
        verbose_name_plural = _("thư gửi đi")
        default_permissions = ["view"]
        permissions = [("resend_letter", _("Gửi lại thư"))]
        ordering = ["-made_at", "-id"]
        indexes = [models.Index("state", "due", name="letter_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"

    @transition(
        (State.WAITING, State.FAILED),
        State.WAITING,
        permission="core.resend_letter",
        label=_("Gửi lại"),
    )
    def resend(self, by: models.Model) -> None:
        """Have it sent now, with all its tries before it."""
        self.due, self.tries = now(), 0
        self.save(update_fields=["state", "due", "tries"])

    @property
    def pause(self) -> timedelta:
        """The time until the next try, twice as long after each one."""
        return min(FIRST_PAUSE * 2 ** min(self.tries - 1, 10), LONGEST_PAUSE)

    def settle(self, state: str, error: str = "") -> None:
        """Record how it ended; what was written goes with it, unless a failed one may go again."""
        ended: dict[str, Any] = {"state": state, "error": error[:300], "due": now()}
        if state != self.State.FAILED:
            ended |= {"subject": "", "body": "", "headers": {}, "to": masked(self.to)}
        if state == self.State.SENT:
            ended["sent_at"] = ended["due"]
        self._record(**ended)

    def put_off(self, error: str) -> None:
        """Try again later, or no more where it was tried for a week."""
        if self.tries >= TRIES:
            self.settle(self.State.FAILED, error)
        else:
            self._record(state=self.State.WAITING, error=error[:300], due=now() + self.pause)

    def send_once_more(self, error: str, pause: timedelta = timedelta()) -> None:
        """Have a letter that may have gone sent again, marked; a second time a person decides."""
        if self.may_have_gone_twice:
            self.settle(self.State.FAILED, error)
        else:
            self._record(
                state=self.State.WAITING,
                error=error[:300],
                due=now() + pause,
                may_have_gone_twice=True,
            )

    def _record(self, **values: Any) -> None:
        """Write these columns; a letter that was erased meanwhile does not come back."""
        for name, value in values.items():
            setattr(self, name, value)
        Letter.objects.filter(pk=self.pk).update(**values)


class SuppressedAddress(models.Model):
    """An address to which nothing unasked goes: its holder said so, or its server knows it not.

    Of the address only a keyed digest is kept (`core.letters.suppression.digest_of`).
    """

    ENOUGH = 2  # refusals, one after the other

    digest = models.CharField(_("mã của địa chỉ"), max_length=64, primary_key=True)
    stopped_at = models.DateTimeField(_("người nhận yêu cầu lúc"), null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(_("số lần máy chủ thư từ chối"), default=0)
    refused_at = models.DateTimeField(_("bị từ chối lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("địa chỉ không gửi thư")
        verbose_name_plural = _("địa chỉ không gửi thư")
        default_permissions = ["view", "delete"]
        ordering = ["-stopped_at", "-refused_at"]

    def __str__(self) -> str:
        return self.digest[:12]
