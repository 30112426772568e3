"""The enterprise spreadsheet: what it exports can be imported again unchanged."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from accounts.models import User
from catalogue.models import (
    Industry,
    Language,
    Market,
    Material,
    Process,
    Sector,
)
from enterprises.importing import columns, list_columns
from enterprises.importing.column_aliases import COLUMNS, PLACE_HINTS
from enterprises.models import Contact, Enterprise
from enterprises.models.enterprise import EnterpriseQuerySet


class EnterpriseResource(ModelResource):
    """The columns of the spreadsheet; `row_checks` reads them back, many rows at a time."""

    legal_name = columns.NameColumn("legal_name")
    international_name = columns.LineColumn("international_name")
    short_name = columns.LineColumn("short_name")
    tax_code = columns.TaxCodeColumn("tax_code")
    ownership = columns.ChoiceColumn("ownership")
    size_class = columns.ChoiceColumn("size_class")
    founding_year = columns.YearColumn("founding_year")
    employees = columns.NumberColumn("employees")
    address = columns.AddressColumn("address")
    ward = columns.WardColumn("ward")
    former_district = columns.LineColumn("former_district")
    park = columns.PlaceColumn("park")
    latitude = columns.DegreesColumn("latitude")
    longitude = columns.DegreesColumn("longitude")
    website = columns.WebsiteColumn("website")
    industries = list_columns.TermsColumn("industries", Industry)
    sectors = list_columns.TermsColumn("sectors", Sector)
    vsic_classes = list_columns.VsicColumn("vsic_classes")
    processes = list_columns.TermsColumn("processes", Process)
    materials = list_columns.TermsColumn("materials", Material)
    machines = list_columns.MachinesColumn("machines")
    products = list_columns.ProductsColumn("products")
    standards = list_columns.StandardsColumn("standards")
    markets = list_columns.TermsColumn("markets", Market)
    export_share = columns.PercentColumn("export_share")
    customers = list_columns.CustomersColumn("customers")
    languages = list_columns.TermsColumn("languages", Language)
    floor_area = columns.NumberColumn("floor_area")
    person = columns.ContactColumn("person")
    phone = columns.ContactColumn("phone")
    email = columns.ContactColumn("email")
    is_public = columns.ContactFlagColumn("is_public")
    description_vi = columns.PlainColumn("description_vi")
    description_en = columns.PlainColumn("description_en")
    source = columns.LineColumn("source")
    is_demo = columns.YesNoColumn("is_demo")
    locality = columns.ChoiceColumn("locality", readonly=True)
    state = columns.ChoiceColumn("state", readonly=True)

    class Meta:
        model = Enterprise
        name = _("Doanh nghiệp")
        fields = tuple(COLUMNS)
        import_id_fields = ()
        chunk_size = 1_000

    def __init__(self, reader: User | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reader = reader

    def filter_export(self, queryset: QuerySet[Enterprise], **kwargs) -> QuerySet[Enterprise]:
        return exportable(queryset, self.reader).order_by("pk")


def exportable(records: EnterpriseQuerySet, reader: User | None) -> EnterpriseQuerySet:
    """Return what a file for this person may hold; without one, everything, for trusted callers.

    Who changes enterprises takes along all that the back office lists, whoever else what is
    published. Contacts that are not public go to those alone who see them on the record's page.
    """
    # A merged record's row would be written over the record that it was merged into.
    records = records.filter(merged_into=None)
    if reader is not None and not reader.has_perm("enterprises.change_enterprise"):
        records = records.filter(state=Enterprise.State.PUBLISHED)
    contacts = Contact.objects.all()
    if reader is not None and not _sees_contacts(reader):
        contacts = contacts.filter(is_public=True)
    return records.for_profile(contacts)


def _sees_contacts(reader: User) -> bool:
    rights = ("enterprises.view_contact", "enterprises.change_contact")
    return any(reader.has_perm(right) for right in rights)


def loaded_columns() -> dict[str, columns.PlainColumn]:
    """Return the columns that an import reads, by field, with their catalogues loaded."""
    fields = EnterpriseResource().get_import_fields()
    found = {field.attribute: field for field in fields if not field.readonly}
    found |= {name: columns.HintColumn(name) for name in PLACE_HINTS}
    for column in found.values():
        if hasattr(column, "load"):
            column.load()
    return found
