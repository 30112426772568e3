"""The words of taxonomies and places as search knows them."""

import pytest

from catalogue.models import IndustrialPark, SynonymGroup
from enterprises.search.vocabulary import vocabulary
from tests.factories.enterprises import ProcessFactory, WardFactory

pytestmark = pytest.mark.django_db


def test_every_name_and_alias_of_a_process_means_it():
    casting = ProcessFactory(
        name_vi="Đúc áp lực", name_en="Die casting", slug="duc-ap-luc", aliases="HPDC\nđúc nhôm"
    )
    for phrase in ("duc ap luc", "die casting", "hpdc", "duc nhom"):
        assert vocabulary().phrases[phrase].codes == {f"process_{casting.pk}"}


def test_a_renamed_process_is_known_by_its_new_name_at_once():
    process = ProcessFactory(name_vi="Tiện")
    assert "tien" in vocabulary().phrases
    process.name_vi = "Phay"
    process.save()
    assert "phay" in vocabulary().phrases
    assert "tien" not in vocabulary().phrases


def test_a_deleted_process_is_forgotten():
    process = ProcessFactory(name_vi="Tiện")
    assert "tien" in vocabulary().phrases
    process.delete()
    assert "tien" not in vocabulary().phrases


def test_a_synonym_group_holds_for_each_of_its_words():
    SynonymGroup.objects.create(words="bánh răng\ngear\ncog")
    for phrase in ("banh rang", "gear", "cog"):
        assert vocabulary().phrases[phrase].phrases == {"banh rang", "gear", "cog"}


@pytest.mark.parametrize(
    "spoken", ["khu che xuat tan thuan", "kcx tan thuan", "tan thuan", "tan thuan industrial zone"]
)
def test_a_park_is_known_with_and_without_what_it_is(spoken):
    park = IndustrialPark.objects.create(
        slug="tan-thuan",
        name_vi="Khu chế xuất Tân Thuận",
        name_en="Tan Thuan Industrial Zone",
        kind=IndustrialPark.Kind.EXPORT_PROCESSING_ZONE,
    )
    assert f"park_{park.pk}" in vocabulary().phrases[spoken].codes


def test_a_ward_that_is_a_number_needs_its_kind():
    ward = WardFactory(name_vi="Phường 12", name_en="")
    assert vocabulary().phrases["phuong 12"].codes == {f"ward_{ward.pk}"}
    assert "12" not in vocabulary().phrases


def test_a_piece_of_a_name_stands_for_the_few_entries_that_hold_it():
    casting = ProcessFactory(name_vi="Đúc áp lực", slug="duc-ap-luc", name_en="")
    known = vocabulary()
    assert known.parts["ap luc"] == {f"process_{casting.pk}"}
    assert "ap" not in known.parts  # a short syllable alone says too little
    assert known.pieces["ap"] == {f"process_{casting.pk}"}


def test_a_piece_that_many_names_hold_stands_for_none():
    for number in range(9):
        ProcessFactory(name_vi=f"Gia công loại {number}", name_en="")
    assert "gia cong" not in vocabulary().parts
    assert len(vocabulary().pieces["gia cong"]) == 9


def test_synonyms_of_a_process_mean_the_process():
    gears = ProcessFactory(name_vi="Bánh răng", name_en="")
    SynonymGroup.objects.create(words="bánh răng\ncog")
    assert vocabulary().phrases["cog"].codes == {f"process_{gears.pk}"}
