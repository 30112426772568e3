"""The pages that are measured: the portal's own, the bare template page, the plain Django way."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from core.lists import FacetBox, Option
from enterprises.models import Enterprise
from portal.urls import urlpatterns as own

NAMED = [SimpleNamespace(name=f"Công nghệ gia công số {n}", value=f"so-{n}") for n in range(5)]
CARD = SimpleNamespace(
    enterprise=SimpleNamespace(
        name="Công ty TNHH Cơ khí chính xác Thành Đạt", is_demo=False, get_absolute_url="/x/"
    ),
    products=[f"Chi tiết máy số {n}" for n in range(4)],
    place="Xã Hiệp Phước · Khu công nghiệp Hiệp Phước",
    industries=NAMED[:1],
    processes=NAMED,
    standards=NAMED[:2],
)
OPTIONS = [Option(str(n), f"Lựa chọn số {n}", 1_000 - n, False) for n in range(8)]
FACETS = 14  # as many as the directory shows


def bare(request: HttpRequest) -> HttpResponse:
    """Show the unit: twenty cards and as many facets as the directory has, from ready objects."""
    boxes = [FacetBox(f"facet-{n}", f"Bộ lọc số {n}", OPTIONS, [], False) for n in range(FACETS)]
    return render(request, "bare.html", {"cards": [CARD] * 20, "facets": boxes, "hits": None})


def plain(request: HttpRequest) -> HttpResponse:
    """Show the directory as Django's own means make it: icontains, Paginator, exact counts."""
    found = Enterprise.objects.filter(state="published")
    for word in request.GET.get("q", "").split():
        found = found.filter(
            Q(legal_name__icontains=word)
            | Q(products__name_vi__icontains=word)
            | Q(description_vi__icontains=word)
            | Q(address__icontains=word)
        )
    if processes := request.GET.getlist("process"):
        found = found.filter(processes__slug__in=processes)
    if standards := request.GET.getlist("certificate"):
        found = found.filter(certificates__standard__slug__in=standards)
    found = found.distinct().order_by("name_sort", "id")
    boxes = [
        _box(found, facet)
        for facet in ("industries__slug", "processes__slug", "ward", "size_class")
    ]
    page = Paginator(
        found.select_related("ward", "park").prefetch_related(
            "industries", "processes", "products", "certificates__standard"
        ),
        20,
    ).get_page(request.GET.get("page"))
    cards = [_card(enterprise) for enterprise in page]
    return render(request, "bare.html", {"cards": cards, "facets": boxes, "hits": None})


def _box(found, facet: str) -> FacetBox:
    counts = found.order_by().values_list(facet).annotate(n=Count("pk", distinct=True))
    options = [Option(str(value), str(value), n, False) for value, n in counts.order_by("-n")[:8]]
    return FacetBox(facet, facet, options, [], False)


def _card(enterprise: Enterprise) -> SimpleNamespace:
    return SimpleNamespace(
        enterprise=enterprise,
        products=[product.name for product in enterprise.products.all()][:4],
        place=f"{enterprise.ward or ''} · {enterprise.park or ''}",
        industries=enterprise.industries.all(),
        processes=list(enterprise.processes.all())[:5],
        standards=[certificate.standard for certificate in enterprise.certificates.all()],
    )


urlpatterns = [path("bare/", bare), path("plain/", plain), *own]
