"""What a record's history keeps of its terms, and at which price."""

import pytest

from tests.factories.enterprises import EnterpriseFactory, IndustryFactory

FOR_TERMS, FOR_THE_REST = 8, 8  # queries: one for each kind of term, and their writing


@pytest.mark.django_db
def test_a_save_keeps_the_terms_without_reading_the_record_anew(django_assert_max_num_queries):
    enterprise, industry = EnterpriseFactory(), IndustryFactory()
    enterprise.industries.add(industry)
    with django_assert_max_num_queries(FOR_TERMS + FOR_THE_REST):
        enterprise.save()
    past = enterprise.history.latest()
    assert [row.industry for row in past.industries.all()] == [industry]
    assert not past.processes.exists()
