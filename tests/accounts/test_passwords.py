"""Which passwords are refused, and in what words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client, override_settings

from accounts.backends import DEMO_PASSWORD
from accounts.checks import no_demo_accounts
from accounts.models import User
from tests.factories.people import DemoStaffFactory, StaffFactory, SuperuserFactory
from tests.pages import read
from tests.signing_in import log_in, with_password

PERSON = User(username="nd-abc", full_name="Trần Thị Bưởi", email="buoi.tran@cokhihoaphat.vn")


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123",
        "saigon2024",
        "matkhau123456",
        "MatKhau@2024!",
        "mật khẩu 123456",
        "saigon20242024",
        "SaiGon#2024#2025",
        "nguyenvanan1990",
        "NguyenVanHung@1985",
        "anhyeuem123456",
        "tphcm2025tphcm",
        "congty12345678",
        "admin123456789",
        "P@ssw0rd123456",
        "123456789012",
        "qwertyuiop1234",
        "zxcvbnm1234567",
        "abcabcabcabc",
        "aaaaaaaaaaaaaa",
        "!!!!@@@@####",
        "9876543210987",
        "vietnamvodich1",
        "Password!2026",
        "ngắn",
    ],
)
def test_what_comes_to_mind_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, PERSON)


def test_eleven_characters_are_too_few_and_twelve_enough():
    with pytest.raises(ValidationError, match="12"):
        validate_password("tX9#kQ2m!pL", PERSON)
    validate_password("tX9#kQ2m!pLw", PERSON)


@pytest.mark.parametrize("password", ["margueritte1990", "cokhhoaphatt-1"])
def test_what_is_nearly_ones_name_or_address_is_refused(password):
    person = User(username="nd", full_name="Marguerite", email="mua@cokhihoaphat.vn")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert "password_too_similar" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password", ["mua-buoi-roi-3-qua", "xx-cokhihoaphat-xx", "BƯỞI-chín-vàng-9"]
)
def test_ones_own_name_or_address_is_refused(password):
    with pytest.raises(ValidationError, match="chứa"):
        validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "hoa-mai-nở-tháng-giêng",
        "cúc-vàng-cuối-thu",
        "ghế gỗ uống trà khuya",
        "correct horse battery",
        "tX9#kQ2m!pLw",
        "日本語のパスフレーズ長い一",
        "con cò lặn lội bờ sông",
    ],
)
def test_a_few_words_that_do_not_go_together_are_taken(password):
    validate_password(password, PERSON)


@pytest.mark.django_db
def test_sign_up_knows_the_name_that_was_just_typed(client):
    form = {"full_name": "Lê Khánh Trình", "email": "lkt@example.com", "consent": "on"}
    password = "thuyền-trình-về-bến"
    page = client.post(
        "/tai-khoan/dang-ky/", {**form, "password1": password, "password2": password}
    )
    assert "Mật khẩu chứa “trinh”" in read(page).errors["Mật khẩu"]
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_accounts_and_the_demo_password_open_nothing_in_production(client):
    demo = with_password(DemoStaffFactory(username="sct"))
    careless = with_password(StaffFactory(username="canbo"), DEMO_PASSWORD)
    log_in(before := Client(), demo.username)
    assert before.get("/tai-khoan/").status_code == 200
    with override_settings(PRODUCTION=True):
        assert log_in(client, demo.username).status_code == 200
        assert log_in(client, careless.username, DEMO_PASSWORD).status_code == 200
        assert client.get("/tai-khoan/").status_code == 302
        assert before.get("/tai-khoan/").status_code == 302


@pytest.mark.django_db
def test_check_deploy_names_them():
    assert no_demo_accounts() == []
    DemoStaffFactory(username="sct")
    with_password(SuperuserFactory(username="sep"), DEMO_PASSWORD)
    demo, weak = no_demo_accounts()
    assert (demo.id, weak.id) == ("accounts.E001", "accounts.E002")
    assert "sct" in demo.msg
    assert "sep" in weak.msg


@pytest.mark.django_db
def test_check_deploy_asks_it():
    DemoStaffFactory(username="sct")
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        call_command("check", deploy=True, fail_level="ERROR")
