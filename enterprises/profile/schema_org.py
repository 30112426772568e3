"""A profile as schema.org describes organisations, for search engines: public facts alone."""

import json
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

from catalogue import units
from enterprises.models import Certificate, Contact, Enterprise, Product

# Unit codes of UN/CEFACT Recommendation 20, which schema.org asks for.
UNIT_CODES = {
    "um": "4H", "mm": "MMT", "cm": "CMT", "m": "MTR", "inch": "INH", "m2": "MTK", "litre": "LTR",
    "m3": "MTQ", "kg": "KGM", "tonne": "TNE", "piece": "H87", "set": "SET", "pair": "PR",
}  # fmt: skip
# So that no text of anybody's ends the <script> element (as Django's json_script does).
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def schema_org(enterprise: Enterprise, address: str) -> SafeString:
    """Return JSON-LD for the enterprise at this absolute address, safe in a <script> element."""
    data = _filled({"@context": "https://schema.org", **_organization(enterprise, address)})
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def _organization(enterprise: Enterprise, address: str) -> dict:
    return {
        "@type": "Organization",
        "@id": f"{address}#enterprise",
        "name": enterprise.name,
        "legalName": enterprise.legal_name,
        "alternateName": [enterprise.international_name, enterprise.short_name],
        "description": enterprise.description,
        "url": enterprise.website or address,
        "mainEntityOfPage": address,
        "taxID": enterprise.tax_code,
        "foundingDate": enterprise.founding_year and str(enterprise.founding_year),
        "numberOfEmployees": _number(enterprise.employees),
        "address": _postal_address(enterprise),
        "location": _location(enterprise),
        "knowsLanguage": [language.name for language in enterprise.languages.all()],
        "areaServed": [market.name for market in enterprise.markets.all()],
        "knowsAbout": [material.name for material in enterprise.materials.all()],
        "contactPoint": [_contact_point(contact) for contact in enterprise.public_contacts],
        "hasCertification": [
            _certification(certificate)
            for certificate in enterprise.certificates.all()
            if not certificate.has_ended
        ],
        "makesOffer": [*_products(enterprise, address), *_services(enterprise)],
    }


def _number(value: int | None) -> dict | None:
    return None if value is None else {"@type": "QuantitativeValue", "value": value}


def _postal_address(enterprise: Enterprise) -> dict:
    in_city = enterprise.locality == enterprise.Locality.IN_CITY
    return {
        "@type": "PostalAddress",
        "streetAddress": enterprise.address,
        "addressLocality": enterprise.ward and enterprise.ward.name,
        "addressRegion": "Thành phố Hồ Chí Minh" if in_city else "",
        "addressCountry": "VN",
    }


def _location(enterprise: Enterprise) -> dict | None:
    if enterprise.point is None:
        return None
    latitude, longitude = enterprise.point
    geo = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {"@type": "Place", "geo": geo}


def _contact_point(contact: Contact) -> dict | None:
    if not (contact.phone or contact.email):
        return None
    return {
        "@type": "ContactPoint",
        "contactType": "sales",
        "telephone": contact.phone,
        "email": contact.email,
    }


def _certification(certificate: Certificate) -> dict:
    return {
        "@type": "Certification",
        "name": certificate.standard.name,
        "certificationIdentification": certificate.number,
        "issuedBy": certificate.issuer and {"@type": "Organization", "name": certificate.issuer},
        "validFrom": certificate.valid_from and certificate.valid_from.isoformat(),
        "expires": certificate.valid_to and certificate.valid_to.isoformat(),
    }


def _products(enterprise: Enterprise, address: str) -> list[dict]:
    return [_offer(_product(product, address)) for product in enterprise.products.all()]


def _services(enterprise: Enterprise) -> list[dict]:
    return [_offer({"@type": "Service", "name": p.name}) for p in enterprise.processes.all()]


def _offer(item: dict) -> dict:
    return {"@type": "Offer", "itemOffered": item}


def _product(product: Product, address: str) -> dict:
    return {
        "@type": "Product",
        "name": product.name,
        "description": product.description,
        "image": urljoin(address, product.photo.url) if product.photo else "",
        "additionalProperty": [
            _property("size", product.size_unit, min=product.size_min, max=product.size_max),
            _property("tolerance (±)", product.tolerance_unit, value=product.tolerance),
            _property("capacity per month", product.monthly_unit, value=product.monthly_capacity),
            product.hs_code
            and {"@type": "PropertyValue", "propertyID": "HS", "value": product.hs_code},
        ],
    }


def _property(name: str, unit: str, min=None, max=None, value=None) -> dict | None:
    figures = {"minValue": min, "maxValue": max, "value": value}
    known = {key: float(figure) for key, figure in figures.items() if figure is not None}
    if not known:
        return None
    written = {"unitCode": UNIT_CODES.get(unit), "unitText": units.label(unit)}
    return {"@type": "PropertyValue", "name": name, **known, **written}


def _filled(value: object) -> object:
    """Return the same without anything that nobody gave."""
    if isinstance(value, dict):
        filled = {key: _filled(inner) for key, inner in value.items()}
        return {key: inner for key, inner in filled.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [inner for inner in map(_filled, value) if inner not in (None, "", [], {})]
    return value
