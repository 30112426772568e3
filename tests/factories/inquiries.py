"""Questions to enterprises, by state."""

from uuid import uuid4

import factory
from django.utils.timezone import now

from inquiries.models import Inquiry
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import UserFactory


class WaitingInquiryFactory(factory.django.DjangoModelFactory):
    """A question that nobody has answered."""

    class Meta:
        model = Inquiry

    enterprise = factory.SubFactory(EnterpriseFactory, search_index=False)
    token = factory.LazyFunction(uuid4)
    name = "Trần Văn Bình"
    organisation = "Công ty Máy điện"
    email = factory.Sequence(lambda n: f"hoi{n}@example.com")
    text = "Cần báo giá 500 trục thép."


class AnsweredInquiryFactory(WaitingInquiryFactory):
    state = Inquiry.State.ANSWERED
    answer = "Xin gọi 028 3823 1111."
    closed_by = factory.SubFactory(UserFactory)
    closed_at = factory.LazyFunction(now)


class SetAsideInquiryFactory(WaitingInquiryFactory):
    state = Inquiry.State.SET_ASIDE
    closed_by = factory.SubFactory(UserFactory)
    closed_at = factory.LazyFunction(now)
