"""Members, claims and invitations, by state."""

import io

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.letters.tokens import digest_of
from enterprises.models import Enterprise
from membership.models import Claim, Invitation, Membership
from membership.models.membership import Role
from tests.factories.enterprises import PDF, EnterpriseFactory
from tests.factories.people import UserFactory

TAX_CODE = "0100233488"  # its check digit is right


def certificate(name: str = "giấy phép.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A business registration certificate as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def photo_of_certificate() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(file, "JPEG")
    return file.getvalue()


class OwnerFactory(factory.django.DjangoModelFactory):
    """A member who decides who the members are."""

    class Meta:
        model = Membership

    enterprise = factory.SubFactory(EnterpriseFactory, search_index=False)
    user = factory.SubFactory(UserFactory)
    role = Role.OWNER


class EditorFactory(OwnerFactory):
    """A member who only writes the profile."""

    role = Role.EDITOR


class DraftEnterpriseFactory(EnterpriseFactory):
    """A profile that its enterprise has registered, and nobody has looked at."""

    state = Enterprise.State.DRAFT
    tax_code = TAX_CODE


class WaitingClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Claim

    enterprise = factory.SubFactory(EnterpriseFactory, search_index=False)
    user = factory.SubFactory(UserFactory)
    evidence = factory.LazyFunction(lambda: ContentFile(PDF, "giay-phep.pdf"))
    evidence_name = "giấy phép.pdf"


class ApprovedClaimFactory(WaitingClaimFactory):
    """A claim that made its claimant an owner."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def approval(self, create: bool, extracted, **kwargs) -> None:
        self.approve(extracted or UserFactory())


class InvitationFactory(factory.django.DjangoModelFactory):
    """An invitation that can be accepted; its token is its address's part before the @."""

    class Meta:
        model = Invitation

    enterprise = factory.SubFactory(EnterpriseFactory, search_index=False)
    email = factory.Sequence(lambda n: f"moi{n}@example.com")
    role = Role.EDITOR
    invited_by = factory.SubFactory(UserFactory)
    digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.email.split("@")[0]))
