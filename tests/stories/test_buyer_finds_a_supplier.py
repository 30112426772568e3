"""A buyer looks for a supplier in the public directory."""

import unicodedata

import pytest
from django.utils.timezone import localdate, timedelta

from catalogue.models import Industry, Standard
from enterprises.models import Certificate, Enterprise
from enterprises.search.entries import reindex
from tests.factories.enterprises import (
    ContactFactory,
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    IndustryFactory,
    PendingEnterpriseFactory,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/doanh-nghiep/"


def names(page) -> list[str]:
    return [card.enterprise.legal_name for card in page.context["page"].items]


@pytest.mark.parametrize(
    "typed",
    [
        "đúc áp lực",
        "duc ap luc",
        "DUC AP LUC",
        unicodedata.normalize("NFD", "đúc áp lực"),
        "die casting",
        "vỏ hộp số",
        "thanh dat duc",
    ],
)
def test_words_find_it_with_marks_or_without(client, directory, typed):
    assert directory["foundry"].legal_name in names(client.get(LIST, {"q": typed}))


def test_every_word_must_be_found(client, directory):
    assert names(client.get(LIST, {"q": "nhựa khuôn"})) == [directory["both"].legal_name]
    assert names(client.get(LIST, {"q": "khongcogihet"})) == []


@pytest.mark.parametrize("name", ["Dệt may Sài Gòn Xanh", "Green Saigon Textile"])
@pytest.mark.parametrize("typed", ["saigon", "sài gòn", "sai gon", "Saigon"])
def test_two_words_written_as_one_are_found_either_way(client, db, name, typed):
    enterprise = EnterpriseFactory(legal_name=name)
    assert names(client.get(LIST, {"q": typed})) == [enterprise.legal_name]


def test_a_tax_code_finds_its_enterprise(client, directory):
    enterprise = EnterpriseFactory(tax_code="0100233488")
    assert names(client.get(LIST, {"q": "0100233488"})) == [enterprise.legal_name]


def test_filters_combine_or_within_a_facet_and_and_between_facets(client, directory):
    either = client.get(LIST, {"industry": ["co-khi", "nhua"]})
    assert len(names(either)) == 3
    both = client.get(LIST, {"industry": ["co-khi", "nhua"], "ward": "26001"})
    assert set(names(both)) == {directory["moulder"].legal_name, directory["both"].legal_name}


def test_a_term_that_staff_add_or_rename_is_a_choice_at_once(client, directory):
    def labels(address: str) -> list[str]:
        boxes = {box.name: box for box in client.get(address).context["filter"].facets}
        return [option.label for option in boxes["industry"].options]

    assert labels(LIST) == ["Cơ khí", "Cao su - Nhựa"]
    assert labels("/en/enterprises/") == ["Mechanical engineering", "Rubber and plastics"]
    Industry.objects.get(slug="nhua").delete()
    added = IndustryFactory(slug="det", name_vi="Dệt may", name_en="Textiles")
    directory["both"].industries.add(added)
    reindex(Enterprise.objects.all())
    assert labels(LIST) == ["Cơ khí", "Dệt may"]
    assert labels(f"{LIST}?industry=det") == ["Cơ khí", "Dệt may"]


def test_counts_of_a_facet_follow_the_other_filters_not_itself(client, directory):
    page = client.get(LIST, {"industry": "nhua", "ward": "26001"})
    boxes = {box.name: box for box in page.context["filter"].facets}
    counts = {option.value: option.count for option in boxes["industry"].options}
    assert counts == {"co-khi": 1, "nhua": 2}
    assert {o.value: o.count for o in boxes["ward"].options} == {"26001": 2}


def test_only_certificates_that_have_not_ended_count(client, directory):
    ended = EnterpriseFactory()
    Certificate.objects.create(
        enterprise=ended,
        standard=Standard.objects.get(slug="iso-9001"),
        valid_to=localdate() - timedelta(days=1),
    )
    assert names(client.get(LIST, {"certificate": "iso-9001"})) == [directory["foundry"].legal_name]
    assert "hết hiệu lực" in read(client.get(ended.get_absolute_url()))


def test_each_condition_is_a_chip_with_the_address_without_it(client, directory):
    page = client.get(LIST, {"q": "khuôn", "industry": ["co-khi", "nhua"], "page": "1"})
    chips = {(chip.name, chip.value): chip.url for chip in page.context["filter"].chips}
    assert chips[("industry", "nhua")] == "?q=khu%C3%B4n&industry=co-khi"
    assert chips[("q", "khuôn")] == "?industry=co-khi&industry=nhua"


def test_adding_a_filter_resets_paging(client, directory):
    EnterpriseFactory.create_batch(25)
    page = client.get(LIST, {"q": "thử nghiệm", "page": "2"})
    assert page.context["page"].numbered.number == 2
    assert 'name="page"' not in read(page).source
    first = client.get(LIST)
    after = client.get(LIST + first.context["page"].next)
    chips = client.get(LIST, {"industry": "co-khi", "after": "x"}).context["filter"].chips
    assert 'name="after"' not in read(after).source
    assert [chip.url for chip in chips] == ["?"]


def test_a_long_list_is_leafed_through_to_its_end_and_back(client, db):
    EnterpriseFactory.create_batch(45)
    DemoEnterpriseFactory.create_batch(3)
    seen, address = [], ""
    while True:
        page = client.get(LIST + address).context["page"]
        seen.append([card.enterprise.pk for card in page.items])
        if not page.next:
            break
        address = page.next
    assert [len(stretch) for stretch in seen] == [20, 20, 8]
    assert len({pk for stretch in seen for pk in stretch}) == 48
    back = client.get(LIST + page.previous).context["page"]
    assert [card.enterprise.pk for card in back.items] == seen[1]
    first = client.get(LIST + back.previous).context["page"]
    assert [card.enterprise.pk for card in first.items] == seen[0]
    assert first.previous == ""


def test_leafing_from_demo_records_back_to_real_ones(client, db):
    EnterpriseFactory.create_batch(5)
    demo = sorted(DemoEnterpriseFactory.create_batch(21), key=lambda record: record.name_sort)
    last = client.get(LIST, {"after": demo[10].slug}).context["page"]
    assert all(card.enterprise.is_demo for card in last.items)
    before = client.get(LIST, {"before": demo[0].slug}).context["page"]
    assert [card.enterprise.is_demo for card in before.items] == [False] * 5


def test_an_empty_result_says_which_filter_to_drop(client, directory):
    page = client.get(LIST, {"q": "nắp chai", "ward": "27001"})
    ways = {(chip.name, count) for chip, count in page.context["filter"].relaxations}
    assert ways == {("ward", 1), ("q", 1)}
    assert "Bỏ một điều kiện" in read(page)


def test_a_directory_without_enterprises_says_so(client, db):
    assert "chưa có bản ghi nào" in read(client.get(LIST))


@pytest.mark.parametrize(("sort", "first"), [("name", "An Bình"), ("employees", "Đại Lớn")])
def test_sorting(client, db, sort, first):
    EnterpriseFactory(legal_name="Đại Lớn", employees=900)
    EnterpriseFactory(legal_name="An Bình", employees=5)
    EnterpriseFactory(legal_name="Bảo Châu")
    assert names(client.get(LIST, {"sort": sort}))[0] == first


def test_real_enterprises_stand_before_demo_records_and_are_counted_apart(client, db):
    DemoEnterpriseFactory(legal_name="A minh họa")
    real = EnterpriseFactory(legal_name="Z thật")
    page = client.get(LIST)
    assert names(page)[0] == real.legal_name
    assert page.context["filter"].result.record_counts == {"0": 1, "1": 1}
    text = read(page)
    assert "1 doanh nghiệp" in text
    assert "Dữ liệu minh họa" in text


@pytest.mark.parametrize("factory", [PendingEnterpriseFactory, HiddenEnterpriseFactory])
def test_what_is_not_published_is_nowhere(client, db, factory):
    enterprise = factory()
    assert names(client.get(LIST)) == []
    assert client.get(enterprise.get_absolute_url()).status_code == 404


def test_profile_shows_public_contacts_only(client, directory):
    shown = ContactFactory(enterprise=directory["foundry"], person="Trần Thị Bình", is_public=True)
    secret = ContactFactory(enterprise=directory["foundry"], person="Lê Văn Kín", is_public=False)
    page = read(client.get(directory["foundry"].get_absolute_url()))
    assert shown.person in page
    assert secret.person not in page.source


def test_profile_of_a_demo_record_says_so_and_stays_out_of_search_engines(client, db):
    page = read(client.get(DemoEnterpriseFactory().get_absolute_url()))
    assert "Bản ghi này do máy tạo" in page.notices
    assert page.robots == "noindex"


def test_english_pages_show_english_names(client, directory):
    page = read(client.get("/en/enterprises/"))
    assert "Anh Sao Plastics JSC" in page.links
    assert "Hiep Phuoc Commune" in page
    assert "Die casting" in page


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"industry": "khong-co"}, "Bỏ qua giá trị lọc không có"),
        ({"page": "9999", "q": "cong ty"}, "Không có trang bạn gọi"),
        ({"page": "abc", "q": "cong ty"}, "Không có trang bạn gọi"),
        ({"page": "2"}, "Danh sách dài được lật lần lượt"),
        ({"after": "khong-co"}, "Không có trang bạn gọi"),
        ({"before": "' OR 1=1 --"}, "Không có trang bạn gọi"),
        ({"minimum": "may-dap:lon"}, "Bỏ qua giá trị lọc không có"),
        ({"q": "a" * 10_000}, "Từ khóa quá dài"),
        ({"ward": "' OR 1=1 --"}, "Bỏ qua giá trị lọc không có"),
    ],
)
def test_bad_parameters_get_a_message_and_never_break_the_page(client, directory, params, message):
    page = client.get(LIST, params)
    assert page.status_code == 200
    assert message in read(page).notices


def test_unknown_sort_key_falls_back_to_the_default(client, directory):
    assert client.get(LIST, {"sort": "nonsense"}).context["filter"].sort == "name"


def test_list_needs_the_same_number_of_queries_at_any_size(
    client, directory, django_assert_max_num_queries, django_assert_num_queries
):
    client.get(LIST)  # the vocabulary is read once a process
    with django_assert_max_num_queries(8) as small:
        client.get(LIST, {"q": "cong ty", "industry": "co-khi"})
    number = len(small)
    EnterpriseFactory.create_batch(
        40,
        industries=directory["foundry"].industries.all(),
        processes=directory["foundry"].processes.all(),
        products=["Trục", "Bánh răng"],
        standards=Standard.objects.all(),
    )
    client.get(LIST)  # and the tallies once after each write
    with django_assert_num_queries(number):
        client.get(LIST, {"q": "cong ty", "industry": "co-khi"})


def test_a_slug_is_never_given_twice(db):
    first, second = (EnterpriseFactory(legal_name="Cơ khí Á", address=str(n)) for n in (1, 2))
    assert (first.slug, second.slug) == ("co-khi-a", "co-khi-a-2")
    assert Enterprise.objects.get(slug="co-khi-a-2") == second
