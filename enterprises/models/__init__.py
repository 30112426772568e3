"""Enterprises, what they can do, and the places where they are."""

from enterprises.models.enterprise import Certificate, Contact, Enterprise, Product
from enterprises.models.places import IndustrialPark, Ward
from enterprises.models.taxonomy import Industry, Material, Process, Standard

__all__ = [
    "Certificate",
    "Contact",
    "Enterprise",
    "IndustrialPark",
    "Industry",
    "Material",
    "Process",
    "Product",
    "Standard",
    "Ward",
]
