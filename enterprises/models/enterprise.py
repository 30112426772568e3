"""The enterprise: who it is, where it is, what it can do."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.models import (
    IndustrialPark,
    Industry,
    Language,
    Located,
    Market,
    Material,
    Process,
    Sector,
    VsicClass,
    Ward,
)
from core.days import this_year
from core.languages import is_english
from core.models import Stateful, Versioned
from core.term_histories import TermHistoricalRecords
from core.text import fold, normalise, sort_key
from core.transitions import transition
from enterprises.completeness import Completeness, completeness_of
from enterprises.models.enterprise_queries import EnterpriseQuerySet
from enterprises.tax_codes import TaxCodeField, format_tax_code

# First words of the directory's own addresses, in both languages: no enterprise's page is there.
RESERVED_SLUGS = frozenset({
    "goi-y", "dia-ban", "khu-cong-nghiep", "so-sanh", "danh-sach-chon",
    "suggestions", "places", "parks", "compare", "shortlist",
})  # fmt: skip

NO_REASON = _("Hãy ghi lý do không công bố.")
DRAFT_STAYS = _(
    "Đây là bản nháp do doanh nghiệp tự đăng ký: chỉ được công bố khi bản cập nhật đầu tiên của "
    "doanh nghiệp được duyệt toàn bộ (mục “Bản cập nhật hồ sơ”)."
)


class Enterprise(Versioned, Stateful, Located):
    """A supporting-industry enterprise as the directory shows it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp của doanh nghiệp")
        PENDING = "pending", _("Chờ xem xét")
        PUBLISHED = "published", _("Đang công bố")
        HIDDEN = "hidden", _("Không công bố")

    DECIDED_BY_STAFF = (State.PENDING, State.PUBLISHED, State.HIDDEN)

    class Locality(models.TextChoices):
        IN_CITY = "in_city", _("Trong địa bàn Thành phố")
        OUTSIDE = "outside", _("Ngoài địa bàn Thành phố")
        UNKNOWN = "unknown", _("Chưa xác định được địa bàn")

    class Ownership(models.TextChoices):
        PRIVATE = "private", _("Doanh nghiệp tư nhân trong nước")
        STATE = "state", _("Doanh nghiệp có vốn nhà nước")
        FOREIGN = "foreign", _("Doanh nghiệp có vốn đầu tư nước ngoài")
        COOPERATIVE = "cooperative", _("Hợp tác xã")
        HOUSEHOLD = "household", _("Hộ kinh doanh")

    class SizeClass(models.TextChoices):
        MICRO = "micro", _("Siêu nhỏ")
        SMALL = "small", _("Nhỏ")
        MEDIUM = "medium", _("Vừa")
        LARGE = "large", _("Lớn")

    slug = models.SlugField(_("địa chỉ trang"), max_length=120, unique=True, editable=False)
    state = models.CharField(
        _("tình trạng công bố"), max_length=10, choices=State.choices, default=State.PENDING
    )
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)
    source = models.CharField(_("nguồn thông tin"), max_length=300, blank=True)
    possible_duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("nghi trùng với"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="possible_duplicates",
    )
    withheld_reason = models.CharField(
        _("lý do chưa công bố"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Ví dụ: nơi đặt ngoài địa bàn. Tự xóa khi bản ghi được công bố."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("đã gộp vào"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_records",
    )

    legal_name = models.CharField(_("tên pháp lý"), max_length=300)
    international_name = models.CharField(_("tên quốc tế"), max_length=300, blank=True)
    short_name = models.CharField(_("tên viết tắt"), max_length=100, blank=True)
    tax_code = TaxCodeField(
        null=True,
        unique=True,
        error_messages={"unique": _("Mã số thuế này đã có trong cơ sở dữ liệu.")},
    )
    ownership = models.CharField(
        _("loại hình"), max_length=20, choices=Ownership.choices, blank=True
    )
    size_class = models.CharField(_("quy mô"), max_length=10, choices=SizeClass.choices, blank=True)
    founding_year = models.PositiveSmallIntegerField(
        _("năm thành lập"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1800, _("Năm thành lập không thể trước 1800.")),
            MaxValueValidator(this_year, _("Năm thành lập không thể sau năm nay.")),
        ],
    )
    employees = models.PositiveIntegerField(_("số lao động"), null=True, blank=True)
    description_vi = models.TextField(_("giới thiệu (tiếng Việt)"), max_length=5_000, blank=True)
    description_en = models.TextField(_("giới thiệu (tiếng Anh)"), max_length=5_000, blank=True)

    address = models.CharField(
        _("địa chỉ (nguyên văn)"),
        max_length=500,
        blank=True,
        help_text=_("Giữ đúng như doanh nghiệp hoặc nguồn ghi, kể cả tên quận, huyện cũ."),
    )
    ward = models.ForeignKey(
        Ward,
        verbose_name=_("phường, xã, đặc khu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enterprises",
    )
    park = models.ForeignKey(
        IndustrialPark,
        verbose_name=_("khu, cụm công nghiệp"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enterprises",
    )
    former_district = models.CharField(_("quận, huyện trước 01/7/2025"), max_length=100, blank=True)
    locality = models.CharField(
        _("địa bàn"), max_length=10, choices=Locality.choices, default=Locality.UNKNOWN
    )
    website = models.URLField(_("trang web"), blank=True)

    floor_area = models.PositiveIntegerField(_("diện tích nhà xưởng (m²)"), null=True, blank=True)
    export_share = models.PositiveSmallIntegerField(
        _("tỷ lệ xuất khẩu (phần trăm doanh thu)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100, _("Tỷ lệ không thể quá 100%%."))],
        help_text=_("Ghi 0 khi chỉ bán trong nước; bỏ trống khi chưa biết."),
    )
    customers = models.TextField(
        _("khách hàng tiêu biểu"),
        max_length=2_000,
        blank=True,
        help_text=_("Mỗi dòng một khách hàng mà doanh nghiệp đồng ý nêu tên."),
    )

    industries = models.ManyToManyField(
        Industry, verbose_name=_("ngành"), blank=True, related_name="enterprises"
    )
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("lĩnh vực ưu tiên"), blank=True, related_name="enterprises"
    )
    vsic_classes = models.ManyToManyField(
        VsicClass, verbose_name=_("ngành kinh tế (VSIC)"), blank=True, related_name="enterprises"
    )
    processes = models.ManyToManyField(
        Process, verbose_name=_("công nghệ gia công"), blank=True, related_name="enterprises"
    )
    materials = models.ManyToManyField(
        Material, verbose_name=_("vật liệu"), blank=True, related_name="enterprises"
    )

    markets = models.ManyToManyField(
        Market, verbose_name=_("thị trường"), blank=True, related_name="enterprises"
    )
    languages = models.ManyToManyField(
        Language, verbose_name=_("ngôn ngữ giao dịch"), blank=True, related_name="enterprises"
    )

    # Written at every save, for sorting and telling the same record again.
    name_key = models.CharField(max_length=300, editable=False)
    address_key = models.CharField(max_length=500, editable=False)
    name_sort = models.CharField(max_length=1000, editable=False)
    created_at = models.DateTimeField(_("ngày tạo"), auto_now_add=True)
    updated_at = models.DateTimeField(_("cập nhật"), auto_now=True)

    history = TermHistoricalRecords(
        m2m_fields=[
            industries,
            sectors,
            vsic_classes,
            processes,
            materials,
            markets,
            languages,
        ],
        excluded_fields=["name_key", "address_key", "name_sort", "updated_at"],
    )
    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("doanh nghiệp")
        verbose_name_plural = _("doanh nghiệp")
        ordering = ["is_demo", "name_sort", "id"]
        indexes = [models.Index(fields=["state", "is_demo", "name_sort", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["name_key", "address_key"],
                condition=Q(tax_code=None, merged_into=None),
                name="enterprise_same_name_and_address",
                violation_error_message=_(
                    "Đã có doanh nghiệp cùng tên, cùng địa chỉ và chưa có mã số thuế."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(possible_duplicate_of=None),
                name="enterprise_in_doubt_is_not_public",
                violation_error_message=_(
                    "Bản ghi còn nghi trùng thì chưa công bố được: hãy kết luận về trùng trước."
                ),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state="hidden"),
                name="enterprise_merged_is_hidden",
                violation_error_message=_(
                    "Bản ghi này đã gộp vào bản ghi khác: muốn dùng lại, hãy hoàn tác việc gộp."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ward=None) | Q(locality="in_city"),
                name="enterprise_with_ward_is_in_city",
                violation_error_message=_(
                    "Đã chọn phường, xã thì địa bàn phải là trong Thành phố."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("enterprises:enterprise-detail", args=[self.slug])

    def clean_fields(self, exclude: set[str] | None = None) -> None:
        self._tidy()
        super().clean_fields(exclude)

    def save(self, *args, **kwargs) -> None:
        self._tidy()
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _tidy(self) -> None:
        """Bring text to its stored form and write the keys that follow from it."""
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if field.editable and isinstance(value, str):
                setattr(self, field.attname, normalise(value))
        if self.ward_id:
            self.locality = self.Locality.IN_CITY
        self.name_key = fold(self.legal_name)[:300]
        self.address_key = fold(self.address)[:500]
        self.name_sort = sort_key(self.legal_name)[:1000]

    def _free_slug(self) -> str:
        stem = slugify(self.name_key)[:100].strip("-") or "doanh-nghiep"
        alike = Enterprise.objects.filter(slug__startswith=stem)
        taken = RESERVED_SLUGS.union(alike.values_list("slug", flat=True))
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        return slug

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return (self.international_name if is_english() else "") or self.legal_name

    @property
    def description(self) -> str:
        """The introduction in the reader's language; the other one where this is missing."""
        texts = [self.description_vi, self.description_en]
        first, second = reversed(texts) if is_english() else texts
        return first or second

    @property
    def tax_code_display(self) -> str:
        """The tax code with the dash that a branch's is printed with."""
        return format_tax_code(self.tax_code or "")

    @property
    def public_contacts(self) -> list[models.Model]:
        """Contacts that may be shown to everyone."""
        return [contact for contact in self.contacts.all() if contact.is_public]

    def may_be_edited_by(self, user: models.Model) -> bool:
        """Return whether this person maintains the profile, as owner or as editor."""
        return user.pk in self.kept_by()

    def kept_by(self) -> set[int]:
        """Return the numbers of those who maintain the profile: what is decided of it is theirs."""
        return {*self.memberships.values_list("user", flat=True)}

    def is_owned_by(self, user: models.Model) -> bool:
        """Return whether this person also decides who maintains the profile."""
        return self.memberships.owners().filter(user_id=user.pk).exists()

    @cached_property
    def completeness(self) -> Completeness:
        """How complete the profile is."""
        return completeness_of(self)

    @transition(DECIDED_BY_STAFF, State.PUBLISHED, permission="enterprises.change_enterprise")
    def publish(self) -> None:
        """Show the record to the public: it is looked at, and it is nobody else's."""
        self._must_stand_for_itself()
        if self.previous_state == self.State.PENDING:
            pairs = self.pairs_as_first.model.objects
            pairs.settle(self, getattr(self, "_history_user", None))
        self._publish()

    @transition(State.DRAFT, State.PUBLISHED, permission="membership.change_revision")
    def publish_first(self) -> None:
        """Show what its members have written: their first revision is approved whole."""
        self._publish()

    def _must_stand_for_itself(self) -> None:
        if self.merged_into_id:
            raise ValidationError(_("Bản ghi này đã gộp vào bản ghi khác."), code="merged")

    def _publish(self) -> None:
        self._must_stand_for_itself()
        self.possible_duplicate_of, self.withheld_reason = None, ""
        self.save()

    @transition(DECIDED_BY_STAFF, State.HIDDEN, permission="enterprises.change_enterprise")
    def hide(self, reason: str) -> None:
        """Take it from the public; the reason and a doubt about a duplicate stay written on it."""
        self._must_stand_for_itself()
        if not reason.strip():
            raise ValidationError({"withheld_reason": NO_REASON})
        self.withheld_reason = reason.strip()
        self.save()

    def state_error(self) -> ValidationError:
        if self.state == self.State.DRAFT:
            return ValidationError(DRAFT_STAYS, code="draft")
        return super().state_error()
