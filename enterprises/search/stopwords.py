"""Words around the thing that is searched for: they help the order, but need not be found."""

from core.text import fold

_ALWAYS = """
    ở, tại, gần, gần đây, các, những, của, và, với, cho, tìm, mua, cần, cần tìm, cần mua, muốn tìm,
    muốn mua, tìm kiếm, tìm mua, tìm nguồn, ở đâu, khu vực, bên mình, bên tôi, chúng tôi,
    công ty tôi, anh chị, đặt hàng, đặt mua, báo giá, giá rẻ, giá tốt, uy tín, chất lượng, tốt nhất,
    số lượng, số lượng lớn, tối thiểu, ít nhất, mỗi tháng, một tháng, hàng tháng,
    sản xuất, chuyên sản xuất, chuyên làm, gia công, chuyên gia công, chế tạo, cung cấp, cung ứng,
    phân phối, nhà cung cấp, nhà cung ứng, nhà sản xuất, nhà máy, xưởng, nhà xưởng, xưởng gia công,
    cơ sở, cơ sở sản xuất, đơn vị, doanh nghiệp, công ty, công ty tnhh, công ty cổ phần,
    công ty nào, đối tác, tnhh, mtv, một thành viên, ctcp, cty, đạt chuẩn, tiêu chuẩn,
    đạt tiêu chuẩn, chứng nhận, chứng chỉ, giấy chứng nhận, mã số thuế, mst, mã hs, hs, mã ngành,
    vsic, địa chỉ, thành phố, tp hcm, tphcm, hcm, thành phố hồ chí minh, hồ chí minh, việt nam,
    kcn, kcx, ccn, khu công nghiệp, khu chế xuất, cụm công nghiệp,
    a, an, the, of, in, at, near, nearby, close to, next to, and, or, with, for, from, by, to buy,
    is, are, who, which, that, what, where, where can i, we need, i need, i want, looking for,
    we are looking for, look for, search for, searching for, sourcing, made in, maker, makers,
    producer, producers, supplier, suppliers, vendor, vendors, manufacturer, manufacturers,
    manufacturing, factory, factories, workshop, company, companies, co ltd, ltd, jsc, certified,
    certificate, certification, at least, minimum, per month, a month, tax code, hs code,
    ho chi minh city, hcmc, vietnam, district, industrial park
"""
# Alone these may be half of a name or of a product ('Thành Đạt', 'Cô Ba'), so they are stopwords
# only in a sentence, or where nothing is found with them.
_IN_SENTENCES = """
    tôi, mình, em, ai, nào, gì, đâu, trong, ngoài, quanh, thuộc, muốn, bán, đặt, nhận, hỏi, giá,
    lớn, nhỏ, một, vài, nhiều, hoặc, theo, từ, đến, để, về, có, là, được, bị, làm, chuyên, đạt,
    khoảng, phường, xã, quận, huyện, tp, vn,
    on, to, i, we, you, our, my, be, can, do, need, want, find, search, buy, order, source, quote,
    price, cheap, best, good, quality, please, some, any, make, makes, made, making, produce,
    produces, supply, firm, firms, standard, city, ward, zone, must, have, has
"""
SENTENCE = 6  # words, from which on a text is one


def _folded(phrases: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in phrases.split(",")) - {""}


STOPWORDS = _folded(_ALWAYS)
STOPWORDS_IN_SENTENCES = STOPWORDS | _folded(_IN_SENTENCES)
LONGEST = max(phrase.count(" ") + 1 for phrase in STOPWORDS_IN_SENTENCES)
