"""The enterprise spreadsheet: what it exports can be imported again unchanged."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from import_export.resources import Diff, ModelResource
from import_export.results import RowResult
from tablib import Dataset

from enterprises.duplicates import NameIndex
from enterprises.headings import HEADINGS, field_of, heading
from enterprises.models import (
    Enterprise,
    IndustrialPark,
    Industry,
    Material,
    Process,
    Standard,
    Ward,
)
from enterprises.places import locality
from enterprises.resources.columns import (
    CONTACT_CELLS,
    ChoiceColumn,
    Column,
    ContactColumn,
    ListColumn,
    NumberColumn,
    PlaceColumn,
    ProductsColumn,
    StandardsColumn,
    TaxCodeColumn,
    TermsColumn,
    YesNoColumn,
    contact_in,
)
from enterprises.search import reindex
from portal.text import fold


class UpdateDiff(Diff):
    """What an update changes; a new row has nothing to compare, and most rows are new."""

    def __init__(self, resource: ModelResource, instance: Enterprise, new: bool) -> None:
        self.is_update = not new
        if self.is_update:
            super().__init__(resource, instance, new)

    def compare_with(self, resource: ModelResource, instance: Enterprise) -> None:
        if self.is_update:
            super().compare_with(resource, instance)

    def as_html(self) -> list[str]:
        return super().as_html() if self.is_update else []


class EnterpriseResource(ModelResource):
    """Rows of a spreadsheet as enterprises.

    A row is the same record as one with its tax code, or without a code its very name and address.
    A new row that resembles another record waits, unpublished, for a person's decision.
    """

    legal_name = Column("legal_name")
    international_name = Column("international_name")
    short_name = Column("short_name")
    tax_code = TaxCodeColumn("tax_code")
    ownership = ChoiceColumn("ownership")
    size_class = ChoiceColumn("size_class")
    founding_year = NumberColumn("founding_year")
    employees = NumberColumn("employees")
    address = Column("address")
    ward = PlaceColumn("ward", Ward)
    former_district = Column("former_district")
    park = PlaceColumn("park", IndustrialPark)
    website = Column("website")
    industries = TermsColumn("industries", Industry)
    processes = TermsColumn("processes", Process)
    materials = TermsColumn("materials", Material)
    products = ProductsColumn("products")
    standards = StandardsColumn("standards", Standard)
    person = ContactColumn("person")
    phone = ContactColumn("phone")
    email = ContactColumn("email")
    is_public = ContactColumn("is_public")
    description_vi = Column("description_vi")
    description_en = Column("description_en")
    source = Column("source")
    is_demo = YesNoColumn("is_demo")
    locality = ChoiceColumn("locality", readonly=True)
    state = ChoiceColumn("state", readonly=True)

    class Meta:
        model = Enterprise
        name = _("Doanh nghiệp")
        fields = tuple(HEADINGS)
        import_id_fields = ()
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        store_instance = True

    def get_diff_class(self) -> type[Diff]:
        return UpdateDiff

    def get_queryset(self) -> QuerySet[Enterprise]:
        return Enterprise.objects.for_profile()

    # Import, in the order in which django-import-export calls.

    def before_import(self, dataset: Dataset, **kwargs) -> None:
        """Name the columns, read what rows are compared with."""
        self.ignored = rename_columns(dataset)
        self.file_name = kwargs.get("file_name") or ""
        self.index = NameIndex.of_database()
        for column in self.fields.values():
            if hasattr(column, "load"):
                column.load()

    def get_instance(self, instance_loader, row: dict) -> Enterprise | None:
        records = Enterprise.objects.all()
        code = self.fields["tax_code"].parse(self.fields["tax_code"].text(row))
        if code and (record := records.filter(tax_code=code).first()):
            return record
        same = records.filter(
            name_key=fold(self.fields["legal_name"].text(row))[:300],
            address_key=fold(self.fields["address"].text(row))[:500],
        )
        return (same.filter(tax_code=None) if code else same).order_by("tax_code").first()

    def import_instance(self, instance: Enterprise, row: dict, **kwargs) -> None:
        """Set what the cells say; report every cell that cannot be read."""
        errors = {}
        for column in self.get_import_fields():
            try:
                column.save(instance, row)
            except ValueError as error:
                errors[column.column_name] = f"“{column.text(row)}”: {error}"
        errors |= _contact_errors(row)
        if instance.pk is None:
            self._settle_new(instance)
        if errors:
            raise ValidationError(errors)

    def _settle_new(self, instance: Enterprise) -> None:
        today = localdate()
        instance.source = instance.source or _("Nhập từ tệp %(file)s ngày %(day)s") % {
            "file": self.file_name[:150],
            "day": f"{today:%d/%m/%Y}",
        }
        if not instance.ward:
            instance.locality = locality(instance.address)
        if not instance.is_demo:
            instance.possible_duplicate_of_id = self.index.closest(
                instance.legal_name, instance.address
            )
        in_doubt = instance.possible_duplicate_of_id is not None
        instance.state = Enterprise.State.PENDING if in_doubt else Enterprise.State.PUBLISHED

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        if instance.pk is None or import_validation_errors:
            return False
        plain = [f for f in self.get_import_fields() if not isinstance(f, ListColumn)]
        return all(
            column.get_value(instance) == column.get_value(original)
            for column in plain
            if not isinstance(column, ContactColumn)
        ) and not any(self._additions(instance, row))

    def _additions(self, instance: Enterprise, row: dict) -> list:
        lists = [f for f in self.get_import_fields() if isinstance(f, ListColumn)]
        additions = [item for column in lists for item in column.missing(instance, row)]
        contact = contact_in(row)
        if contact and not _has_contact(instance, contact):
            additions.append(contact)
        return additions

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Check the row as a form would; each message names the column and quotes the value."""
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as error:
            raise ValidationError(_by_heading(instance, error)) from error

    def save_m2m(self, instance: Enterprise, row: dict, **kwargs) -> None:
        """Add what hangs on the enterprise."""
        for column in self.get_import_fields():
            if isinstance(column, ListColumn):
                column.add(instance, row)
        contact = contact_in(row)
        if contact and not _has_contact(instance, contact):
            contact.enterprise = instance
            contact.save()

    def after_import_row(self, row: dict, row_result: RowResult, **kwargs) -> None:
        """Remember the row, so that a later row of the same file is compared with it too."""
        instance = row_result.instance
        if row_result.is_new() and not instance.is_demo:
            self.index.add(instance.pk, instance.legal_name, instance.address)
            row_result.resembles = self.index.labels.get(instance.possible_duplicate_of_id)
        row_result.changed = [
            (name, cell)
            for name, cell in zip(self.get_diff_headers(), row_result.diff, strict=False)
            if "<ins" in cell or "<del" in cell
        ]

    def after_import(self, dataset: Dataset, result, **kwargs) -> None:
        """Write the text by which the rows are found, and say in figures what the file held."""
        super().after_import(dataset, result, **kwargs)
        saved = [r.object_id for r in result.valid_rows() if r.import_type in ("new", "update")]
        if not self._is_dry_run(kwargs):
            reindex(Enterprise.objects.filter(pk__in=saved))
        new = [row.instance for row in result.valid_rows() if row.is_new()]
        result.ignored = self.ignored
        result.localities = [
            (label, Counter(e.locality for e in new)[code])
            for code, label in Enterprise.Locality.choices
        ]
        result.in_doubt = sum(e.possible_duplicate_of_id is not None for e in new)


def rename_columns(dataset: Dataset) -> list[str]:
    """Give the columns the portal's own headings; returns those that mean nothing here.

    Raises ValidationError where no column holds the enterprise's name, or two the same thing.
    """
    fields = [field_of(name) for name in dataset.headers]
    known = [name for name in fields if name]
    ignored = [
        name or _("(không tên)") for name, f in zip(dataset.headers, fields, strict=True) if not f
    ]
    if "legal_name" not in known:
        raise ValidationError(
            _(
                "Không có cột “%(heading)s”. Tệp có các cột: %(columns)s. "
                "Hãy tải tệp mẫu để xem các tiêu đề cột."
            ),
            params={
                "heading": heading("legal_name"),
                "columns": ", ".join(map(str, dataset.headers[:20])),
            },
        )
    for name, count in Counter(known).items():
        if count > 1:
            raise ValidationError(
                _("Có %(count)d cột cùng nghĩa là “%(heading)s”. Hãy giữ một cột."),
                params={"count": count, "heading": heading(name)},
            )
    dataset.headers = [
        heading(f) if f else f"{name} #{n}"
        for n, (name, f) in enumerate(zip(dataset.headers, fields, strict=True))
    ]
    return ignored


def _has_contact(instance: Enterprise, contact) -> bool:
    if instance.pk is None:
        return False
    cells = [[getattr(c, cell) for cell in CONTACT_CELLS] for c in instance.contacts.all()]
    return [getattr(contact, cell) for cell in CONTACT_CELLS] in cells


def _contact_errors(row: dict) -> dict[str, list[str]]:
    try:
        contact = contact_in(row)
    except ValueError as error:
        return {heading("is_public"): [str(error)]}
    if contact is None:
        return {}
    try:
        contact.clean_fields(exclude=["enterprise"])
    except ValidationError as error:
        return {
            heading(name): [f"“{getattr(contact, name)}”: {m}" for m in messages]
            for name, messages in error.message_dict.items()
        }
    return {}


def _by_heading(instance: Enterprise, error: ValidationError) -> dict[str, list[str]]:
    messages: dict[str, list[str]] = {}
    for name, texts in error.message_dict.items():
        if name not in HEADINGS:
            # A cell's own error already carries heading and value; the rest concern the whole row.
            messages.setdefault(name, []).extend(texts)
            continue
        value = getattr(instance, name, "")
        messages[heading(name)] = [f"“{value}”: {text}" if value else text for text in texts]
    return messages


def template_rows() -> Dataset:
    """An empty spreadsheet with the headings that an import understands."""
    importable = [f for f in EnterpriseResource().get_import_fields() if f.attribute != "is_demo"]
    return Dataset(headers=[field.column_name for field in importable])
