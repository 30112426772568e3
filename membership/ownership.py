"""Registering a new profile, asking for an existing one, and the Department's answer."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from enterprises.models import Enterprise
from enterprises.search.entries import reindex
from membership.letters import tell_claimant
from membership.models import Claim, Membership
from membership.models.membership import Role, locked

SOURCE = "Doanh nghiệp tự đăng ký"  # as the profile names it, in the language of the record


MAX_DRAFTS = 5  # of one person: codes are not to be kept from those to whom they belong


def registered_by(user: User, tax_code: str) -> Enterprise | None:
    """Return the draft that this person has registered under a code: a second click finds it."""
    return _drafts(user).filter(tax_code=tax_code).first() if tax_code else None


def _drafts(user: User) -> QuerySet[Enterprise]:
    return Membership.objects.enterprises_of(user).filter(state=Enterprise.State.DRAFT)


def register(enterprise: Enterprise, user: User) -> Enterprise:
    """Write a new draft and its owner; the one that is there where this comes twice.

    ValidationError where the person has too many drafts, or another has the tax code.
    """
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)  # one draft of a person at a time
            if earlier := registered_by(user, enterprise.tax_code):
                return earlier
            _must_have_room(user)
            enterprise.state, enterprise.source = Enterprise.State.DRAFT, SOURCE
            enterprise.save()
            Membership.objects.create(enterprise=enterprise, user=user, role=Role.OWNER)
            reindex(Enterprise.objects.filter(pk=enterprise.pk))
    except IntegrityError as error:
        if earlier := registered_by(user, enterprise.tax_code):
            return earlier
        raise ValidationError(
            {"tax_code": _("Mã số thuế này đã có trong cơ sở dữ liệu.")}
        ) from error
    return enterprise


def _must_have_room(user: User) -> None:
    if _drafts(user).count() >= MAX_DRAFTS:
        words = _("Bạn đang có %(count)d bản nháp. Hãy hoàn thiện chúng trước khi đăng ký thêm.")
        raise ValidationError(words % {"count": MAX_DRAFTS})


def is_taken(enterprise: Enterprise, user: User) -> bool:
    """Whether somebody else owns the record or waits for it: only a dispute can be sent then."""
    owners = enterprise.memberships.owners().exclude(user=user)
    return owners.exists() or enterprise.claims.waiting().by_others(user).exists()


@transaction.atomic
def send_claim(claim: Claim, request: HttpRequest) -> None:
    """Put a claim into the Department's queue and tell the claimant; twice is once."""
    enterprise = locked(claim.enterprise)
    if Claim.objects.waiting().filter(enterprise=enterprise, user=claim.user).exists():
        return
    if not claim.is_dispute and is_taken(enterprise, claim.user):
        raise ValidationError(taken_message(), code="taken")
    claim._history_user = claim.user
    claim.save()
    tell_claimant(claim, "received", request)


@transaction.atomic
def decide(claim: Claim, verb: str, reason: str, request: HttpRequest) -> None:
    """Approve, refuse or revoke, as one write with the letter that tells the claimant."""
    if verb == "approve":
        claim.approve(request.user)
        reindex(Enterprise.objects.filter(pk=claim.enterprise_id))
    else:
        getattr(claim, verb)(reason, request.user)
    tell_claimant(claim, verb, request)


def taken_message() -> str:
    """Why an ordinary claim is refused, and the way out."""
    return _(
        "Hồ sơ này đã có người quản lý, hoặc đã có người khác đề nghị và đang chờ xem xét. Nếu bạn "
        "đại diện hợp pháp cho doanh nghiệp, hãy chọn gửi dưới dạng tranh chấp và trình bày rõ."
    )
