"""The helper through which tests read pages (tests/pages.py)."""

import pytest
from django.http import HttpResponse

from tests.pages import Page, read

HTML = """
<html><head><title>Việc</title></head><body>
<header><a href="/">Trang chủ</a></header>
<main>
  <h1>Báo cáo <em>quý</em></h1>
  <p class="notice">Đã lưu.</p>
  <ul class="error-summary"><li>Hai dòng trùng nhau.</li><li><a href="#id_n">Tên</a>: x</li></ul>
  <form>
    <input type="hidden" name="seen" value="3"><input type="submit" value="Gửi">
    <label for="id_n">Tên <span class="hint">(bắt buộc)</span></label>
    <p class="field__error" id="id_n_error">Hãy ghi tên.</p><input id="id_n" name="n">
    <label for="id_t">Chữ:</label><textarea id="id_t" name="t">
Một</textarea>
    <label for="id_s">Quý</label>
    <select id="id_s" name="s"><option value="1">I<option value="2" selected>II</select>
    <label><input type="checkbox" name="c">Đồng ý</label>
    <label><input type="checkbox" name="m" value="1" checked>A</label>
    <label><input type="checkbox" name="m" value="2" checked>B</label>
  </form>
  <section><h2>Số liệu</h2>
    <table><tr><th>Năm<th>Số</tr><tr><td>2026<td><b>1</b>.000</tr></table></section>
  <h2>Khác</h2><p lang="vi">Hai&nbsp;dòng</p><dl><dt>Tiến độ<dd>40%</dl><h2>Cuối</h2><p>Hết</p>
</main>
<script>const kín = "bí mật"</script></body></html>
"""


@pytest.fixture
def page() -> Page:
    return read(HttpResponse(HTML))


def test_only_the_main_region_is_said_and_the_source_is_all(page):
    assert "Hai dòng" in page
    assert "Trang chủ" not in page
    assert "bí mật" not in page
    assert "bí mật" in page.source
    assert "Trang chủ" in read(HttpResponse(HTML), "header").links


@pytest.mark.parametrize("words", ["<b>1</b>", 'lang="vi"', "/khong-co/"])
def test_markup_and_addresses_are_not_looked_for_in_text(page, words):
    with pytest.raises(ValueError, match="not text"):
        assert words not in page


def test_heading_title_notices_and_languages(page):
    assert (page.heading, page.title, page.notices) == ("Báo cáo quý", "Việc", "Đã lưu.")
    assert page.words_in("vi") == ["Hai dòng"]


def test_errors_stand_at_their_fields_or_over_the_form(page):
    assert page.errors == {"Tên": "Hãy ghi tên.", "": "Hai dòng trùng nhau."}
    assert page.non_field_errors == "Hai dòng trùng nhau."


def test_fields_say_what_is_shown_and_the_form_what_is_sent(page):
    shown = {"Tên": "", "Chữ": "Một", "Quý": "II", "Đồng ý": False, "A": True, "B": True}
    assert page.fields == shown
    assert page.form("seen") == {"seen": "3", "n": "", "t": "Một", "s": "2", "m": ["1", "2"]}
    assert page.choices("Quý") == ["I", "II"]
    assert page.buttons == ["Gửi"]


def test_a_section_ends_where_the_next_begins(page):
    assert page.rows("Số liệu") == [{"Năm": "2026", "Số": "1.000"}]
    assert page.section("Khác").text == "Khác Hai dòng Tiến độ 40%"
    assert page.section("Khác").facts == {"Tiến độ": "40%"}
    with pytest.raises(KeyError, match="Số liệu"):
        page.section("Không có")
