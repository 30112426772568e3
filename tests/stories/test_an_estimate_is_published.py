"""Statisticians compute the rates of a survey, the Department looks through and publishes them."""

import pytest
from django.test import Client
from django.urls import reverse

from localization.models import Cell, Estimate, Rate, Wave
from tests.factories.enterprises import IndustryFactory
from tests.factories.localization import (
    ClosedWaveFactory,
    FrameUnitFactory,
    OpenWaveFactory,
    SubmittedAnswerFactory,
    SubsectorFactory,
)
from tests.factories.people import StaffFactory, allowed, in_group
from tests.pages import read

pytestmark = pytest.mark.django_db
STATISTICIANS = "Cán bộ Thống kê (khảo sát nội địa hóa)"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def statistician(start_data) -> Client:
    return client_of(in_group(StaffFactory(), STATISTICIANS))


@pytest.fixture
def department(start_data) -> Client:
    return client_of(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))


@pytest.fixture
def wave(start_data) -> Wave:
    """A closed survey of one industry, in which one subsector is too small to be shown."""
    wave = ClosedWaveFactory()
    fill(wave, "Cơ khí thử")
    return wave


def fill(wave: Wave, name: str) -> None:
    industry = IndustryFactory(name_vi=name)
    for count in (3, 6, 8):
        subsector = SubsectorFactory(industry=industry)
        units = {"wave": wave, "industry": industry, "subsector": subsector}
        for unit in FrameUnitFactory.create_batch(count, **units):
            SubmittedAnswerFactory(unit=unit)


def page(name: str, made: Estimate | None = None) -> str:
    return reverse(f"admin:localization_estimate_{name}", args=[made.pk] if made else [])


def computed(client: Client, wave: Wave) -> Estimate:
    told = {"wave": wave.pk, "method": wave.method.pk, "seed": 7}
    answer = client.post(page("add"), told)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    made = Estimate.objects.get()
    assert answer["Location"] == page("change", made)
    return made


DOCUMENT = {"document": "Báo cáo kết quả khảo sát số 12", "document_url": "", "revision_reason": ""}


def test_computed_by_statisticians_published_by_the_department(statistician, department, wave):
    made = computed(statistician, wave)
    assert made.computed_by.groups.get().name == STATISTICIANS
    seen = read(department.get(page("change", made)))
    for told in ("Cơ khí thử", "60,00", "17 / 17", "Ít hơn 5 chủ sở hữu trả lời", "Được công bố"):
        assert told in seen
    assert page("publish", made) in seen.addresses

    assert department.post(page("publish", made), DOCUMENT).status_code == 302
    assert Rate.objects.filter(estimate=made).count() == 2
    wave.refresh_from_db()
    assert wave.state == Wave.State.PUBLISHED
    assert page("publish", made) not in read(department.get(page("change", made))).source


def test_statisticians_do_not_publish(statistician, wave):
    made = computed(statistician, wave)
    assert page("publish", made) not in read(statistician.get(page("change", made))).source
    assert statistician.post(page("publish", made), DOCUMENT).status_code == 403
    assert not Rate.objects.exists()


def test_who_may_only_look_does_not_compute(wave, statistician):
    made = computed(statistician, wave)
    onlooker = client_of(allowed(StaffFactory(), "localization.view_estimate"))
    assert onlooker.get(page("change", made)).status_code == 200
    assert onlooker.get(page("add")).status_code == 403
    assert onlooker.post(page("add"), {"wave": wave.pk}).status_code == 403


def test_others_see_nothing(wave, statistician):
    made = computed(statistician, wave)
    other = client_of(StaffFactory())
    for name in ("change", "publish", "verify"):
        assert other.get(page(name, made)).status_code == 403
    assert other.get(page("changelist")).status_code == 403


def test_nobody_edits_an_estimate_or_deletes_a_published_one(staff_client, wave, department):
    made = computed(staff_client, wave)
    assert staff_client.post(page("change", made), {"seed": 1}).status_code == 403
    department.post(page("publish", made), DOCUMENT)
    assert staff_client.post(page("delete", made), {"post": "yes"}).status_code == 403
    assert Estimate.objects.get().seed == 7


def test_checking_tells_whether_the_digits_come_out_again(statistician, wave):
    made = computed(statistician, wave)
    done = read(statistician.post(page("verify", made), follow=True))
    assert "Đã thực hiện: Tính lại để kiểm tra." in done.notices
    Cell.objects.filter(table="whole").update(high=99)
    told = read(statistician.post(page("verify", made)))
    assert "Kết quả tính lại khác số đã lưu ở: Cơ khí thử, Cả ngành" in told.non_field_errors


def test_a_publication_without_document_comes_back_with_what_was_typed(department, wave):
    made = computed(department, wave)
    told = {"document": "", "document_url": "khong phai dia chi", "revision_reason": "Sửa phiếu"}
    answer = department.post(page("publish", made), told)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"document", "document_url"}
    assert "Sửa phiếu" in read(answer).fields["Lý do sửa đổi"]


def test_a_revision_without_reason_is_refused_at_the_field(department, wave):
    made = computed(department, wave)
    department.post(page("publish", made), DOCUMENT)
    Rate.objects.update(published_on="2026-01-02")
    Wave.objects.update(state=Wave.State.CLOSED)  # as the survey's reopening does
    Estimate.objects.update(state=Estimate.State.COMPUTED, published_at=None)
    answer = department.post(page("publish", made), DOCUMENT | {"document": "Bản sửa"})
    assert "Ghi lý do sửa" in read(answer).errors["Lý do sửa đổi"]
    assert "Bản sửa" in read(answer).fields["Tài liệu"]


def test_an_open_survey_cannot_be_chosen(statistician):
    wave = OpenWaveFactory()
    told = {"wave": wave.pk, "method": wave.method.pk, "seed": 7}
    answer = statistician.post(page("add"), told)
    assert "wave" in answer.context["adminform"].form.errors
    assert not Estimate.objects.exists()


def test_a_seed_that_is_no_number_is_told(statistician, wave):
    told = {"wave": wave.pk, "method": wave.method.pk, "seed": "bảy"}
    answer = statistician.post(page("add"), told)
    assert set(answer.context["adminform"].form.errors) == {"seed"}
    assert "bảy" in read(answer).fields["Số khởi tạo ngẫu nhiên"]


def test_the_form_offers_a_seed_that_nobody_chose(statistician, wave):
    first, second = (read(statistician.get(page("add"))).form()["seed"] for _ in range(2))
    assert int(first) != int(second)


@pytest.mark.parametrize("industries", [1, 4])
def test_the_page_asks_as_often_however_many_cells(
    department, wave, industries, django_assert_num_queries
):
    for number in range(1, industries):
        fill(wave, f"Ngành thử {number}")
    made = computed(department, wave)
    with django_assert_num_queries(9):
        department.get(page("change", made))
    with django_assert_num_queries(10):
        department.get(page("changelist"))
