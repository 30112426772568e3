"""What is exported can be imported again unchanged, and leaves as plain text."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from factory import Iterator

from catalogue.models import (
    IndustrialPark,
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    Sector,
    Standard,
    VsicClass,
    Ward,
)
from core.imports.outcomes import MessageKind
from core.spreadsheets.reading import PlainXLSX, VietnameseCSV
from enterprises.importing import EnterpriseResource
from enterprises.importing.column_aliases import COLUMNS
from enterprises.models import Certificate, Contact, Enterprise, Machine, Product
from tests.enterprises.profiles import full_profile
from tests.factories.enterprises import EnterpriseFactory, PendingEnterpriseFactory
from tests.factories.people import StaffFactory, allowed
from tests.importing import (
    counts,
    preview,
    said,
    take_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]
TAXONOMIES = {
    "industries": Industry,
    "sectors": Sector,
    "vsic_classes": VsicClass,
    "processes": Process,
    "materials": Material,
    "markets": Market,
    "languages": Language,
}


@pytest.mark.parametrize("format_class", [PlainXLSX, VietnameseCSV])
def test_an_exported_file_can_be_imported_again_unchanged(staff_client, format_class):
    industry = Industry.objects.get(slug="co-khi")
    first = EnterpriseFactory(
        legal_name="=HYPERLINK(1)", industries=[industry], products=["+84 trục", "'ngoặc"]
    )
    Contact.objects.create(enterprise=first, person="Lê Văn Kín", phone="+84 28 3823")
    EnterpriseFactory(tax_code="0100233488001", employees=1200, is_demo=True)
    exported = format_class().export_data(EnterpriseResource().export())
    content = exported.encode() if isinstance(exported, str) else exported
    name = "xuat.csv" if format_class is VietnameseCSV else "xuat.xlsx"
    page = preview(staff_client, SimpleUploadedFile(name, content))
    assert counts(page) == {"same": 2}, said(page, MessageKind.CHANGE)
    assert Product.objects.count() == 2


@pytest.mark.parametrize("number", [2, 12])
def test_an_export_takes_the_same_number_of_queries_for_any_number(
    number, django_assert_num_queries
):
    for n in range(number):
        full_profile(legal_name=f"Hãng {n}", tax_code=None)
    with django_assert_num_queries(17):
        assert len(EnterpriseResource().export(Enterprise.objects.all())) == number


def test_every_term_and_place_that_is_exported_is_understood_again(staff_client):
    terms = [(name, model.objects.all()) for name, model in TAXONOMIES.items()]
    EnterpriseFactory.create_batch(Ward.objects.count(), ward=Iterator(Ward.objects.all()))
    full = EnterpriseFactory(products=["Trục; bạc lót"], standards=Standard.objects.all())
    for kind in MachineKind.objects.all():
        minimum = kind.minimums[0] if kind.minimums else None
        unit = kind.unit if minimum else ""
        Machine.objects.create(
            enterprise=full, kind=kind, capacity=minimum, capacity_unit=unit, quantity=2
        )
    Certificate.objects.update(valid_from="2025-01-01", valid_to="2027-12-31", number="A 1")
    for name, values in terms:
        getattr(full, name).set(values)
    parks = IndustrialPark.objects.all()
    EnterpriseFactory.create_batch(len(parks), park=Iterator(parks))
    content = PlainXLSX().export_data(EnterpriseResource().export())
    page = preview(staff_client, SimpleUploadedFile("xuat.xlsx", content))
    assert counts(page) == {"same": Enterprise.objects.count()}, said(page, MessageKind.ERROR)


def test_an_exported_profile_comes_back_whole_into_an_empty_database(staff_client):
    full_profile(source="Khảo sát năm 2025")
    sent = EnterpriseResource().export().dict[0]
    blank = {name for name in COLUMNS if not sent[COLUMNS[name].heading]}
    assert blank == {"former_district", "short_name"}
    content = PlainXLSX().export_data(EnterpriseResource().export())
    Enterprise.objects.all().delete()
    page = take_in(staff_client, SimpleUploadedFile("xuat.xlsx", content))
    assert counts(page) == {"new": 1}
    assert EnterpriseResource().export().dict[0] == sent
    assert [row.process.slug for row in Enterprise.history.latest().processes.all()] != []
    for model in (Product, Machine, Certificate, Contact):
        past = model.history.latest()
        assert (past.history_type, past.history_user) == ("+", page.context["user"])
        assert (past.instance.pk, str(past.instance)) == (
            model.objects.last().pk,
            str(model.objects.last()),
        )


def test_formulas_leave_the_portal_as_text(staff_client):
    EnterpriseFactory(legal_name="=1+1", address="@SUM(A1)")
    content = PlainXLSX().export_data(EnterpriseResource().export())
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert "'=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_list_is_exported_as_it_is_filtered_in_a_constant_number_of_queries(
    staff_client, django_assert_num_queries
):
    export = "/quan-tri/enterprises/enterprise/export/?state__exact=published"
    EnterpriseFactory(legal_name="Cơ khí Một", products=["Trục"])
    PendingEnterpriseFactory(legal_name="Cơ khí Chờ")
    with django_assert_num_queries(23):
        first = staff_client.post(export, {"format": "0", "resource": "0"})
    EnterpriseFactory.create_batch(9, products=["Trục", "Bánh răng"])
    with django_assert_num_queries(23):
        staff_client.post(export, {"format": "0", "resource": "0"})
    sheet = openpyxl.load_workbook(io.BytesIO(first.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Cơ khí Một"]


def test_export_is_for_those_who_may_view(client):
    export = "/quan-tri/enterprises/enterprise/export/"
    client.force_login(StaffFactory())
    assert client.get(export).status_code == 403
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    assert client.get(export).status_code == 200
