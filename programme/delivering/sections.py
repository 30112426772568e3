"""What the Committee's page shows of products that were not handed in."""

from django.utils.translation import gettext as _

from programme.delivering.owed import OwedProduct, Products, Standing
from programme.steering import Item, Situation, SteeringSection, register

FILED = (Standing.FILED, Standing.CONFIRMED, Standing.NOT_REQUIRED)


@register(position=31)
def products_filed(situation: Situation) -> SteeringSection:
    """Products handed in for the year that is shown, or the latest that has begun."""
    products = _products(situation)
    year = max((year for year in products.years if year <= situation.year), default=0)
    owed = products.owed([year])
    filed = [each for each in owed if each.standing(situation.today) in FILED]
    words = {"year": year, "filed": len(filed), "owed": len(owed)}
    return SteeringSection(
        _("Sản phẩm của nhiệm vụ đã nộp"),
        _("Năm %(year)s: đã nộp %(filed)d trên %(owed)d sản phẩm.") % words if owed else "",
        [_item(each, situation) for each in filed],
    )


@register(position=2)
def products_missing(situation: Situation) -> SteeringSection:
    """Products of the years that are over, up to the one that is shown, not handed in."""
    products = _products(situation)
    owed = products.owed(year for year in products.years if year <= situation.year)
    missing = [each for each in owed if each.is_missing(situation.today)]
    return SteeringSection(
        _("Sản phẩm của nhiệm vụ chưa nộp"),
        _("Sản phẩm ghi trong Phụ lục, đến hết năm chưa nộp hoặc bị trả lại để bổ sung."),
        [_item(each, situation) for each in missing],
    )


def _products(situation: Situation) -> Products:
    obligations = situation.plans.plans_due.obligations
    return Products(situation.programme, situation.today, obligations)


def _item(product: OwedProduct, situation: Situation) -> Item:
    text = _("%(task)s: %(product)s năm %(year)s – %(agency)s, %(standing)s") % {
        "task": product.task.number,
        "product": product.deliverable,
        "year": product.year,
        "agency": product.agency,
        "standing": product.standing(situation.today).label,
    }
    filed = product.filings[-1] if product.filings else None
    on_task = f"{product.task.get_absolute_url()}#san-pham"
    return Item(text, filed.get_admin_url() if filed else on_task)
