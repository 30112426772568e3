"""Distances and drawings from degrees: checked against places whose distances are known."""

import pytest

from catalogue.geography import (
    Projection,
    bearing,
    centre,
    distance_km,
    far_off,
    nearest,
    round_km,
)
from enterprises.places.labels import lettered, proper_name

BEN_THANH = (10.77250, 106.69800)
VUNG_TAU = (10.34599, 107.08426)
CON_DAO = (8.68641, 106.60824)
DAU_TIENG = (11.27915, 106.36250)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (BEN_THANH, BEN_THANH, 0),
        ((0.0, 0.0), (0.0, 1.0), 111.195),
        ((10.0, 106.0), (11.0, 106.0), 111.195),
        # A degree east is shorter by the cosine of the latitude.
        ((60.0, 10.0), (60.0, 11.0), 55.597),
        ((0.0, 0.0), (0.0, 180.0), 20_015.1),
        ((48.8566, 2.3522), (51.5074, -0.1278), 343.6),  # Paris to London
    ],
)
def test_distance_is_the_great_circle(a, b, km):
    assert distance_km(a, b) == pytest.approx(km, rel=0.001, abs=0.001)
    assert distance_km(b, a) == pytest.approx(distance_km(a, b))


def test_con_dao_lies_far_off_in_the_south():
    assert distance_km(VUNG_TAU, CON_DAO) == pytest.approx(192, abs=2)
    assert bearing(VUNG_TAU, CON_DAO) == pytest.approx(196, abs=2)
    assert bearing(CON_DAO, DAU_TIENG) > 350


def test_nearest_leaves_out_places_without_a_point():
    points = {"Vũng Tàu": VUNG_TAU, "Dầu Tiếng": DAU_TIENG, "không rõ": None}
    found = nearest(BEN_THANH, points, points.get)
    assert [place for place, _km in found] == ["Vũng Tàu", "Dầu Tiếng"]
    assert nearest(None, points, points.get) == []


def test_a_far_place_neither_moves_the_middle_nor_belongs_to_it():
    city = [BEN_THANH, VUNG_TAU, DAU_TIENG, (10.9, 106.7), (10.8, 106.65)]
    assert distance_km(centre([*city, CON_DAO]), BEN_THANH) < 15
    assert far_off([*city, CON_DAO], 120) == {CON_DAO}
    assert far_off(city, 120) == set()
    assert centre([]) is None


def drawing(*points) -> Projection:
    return Projection.fitted(points, width=420, margin=20, least_km=4, flattest=0.6)


def test_north_is_up_and_east_is_right():
    projection = drawing(DAU_TIENG, VUNG_TAU)
    (west, north), (east, south) = projection.place(DAU_TIENG), projection.place(VUNG_TAU)
    assert west < east
    assert north < south


@pytest.mark.parametrize(
    "points",
    [(DAU_TIENG, VUNG_TAU), (CON_DAO, DAU_TIENG), ((10.8, 106.2), (10.8, 107.6)), (BEN_THANH,)],
)
def test_every_point_stands_inside_the_margin(points):
    projection = drawing(*points)
    for x, y in map(projection.place, points):
        assert 20 - 1e-6 <= x <= 400 + 1e-6
        assert 20 - 1e-6 <= y <= projection.height - 20 + 1e-6
    assert 0.5 * projection.width <= projection.height <= projection.width
    assert projection.holds(points[0])
    assert not projection.holds((0.0, 0.0))


def test_distances_on_paper_are_distances_on_the_ground():
    projection = drawing(DAU_TIENG, VUNG_TAU)
    for a, b in [(DAU_TIENG, VUNG_TAU), (BEN_THANH, DAU_TIENG), (BEN_THANH, (10.7725, 107.1))]:
        (ax, ay), (bx, by) = projection.place(a), projection.place(b)
        drawn = ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5
        assert drawn == pytest.approx(projection.length(distance_km(a, b)), rel=0.005)


def test_corners_are_where_the_drawing_begins_and_ends():
    projection = drawing(DAU_TIENG, VUNG_TAU)
    north_west, south_east = projection.corners
    assert projection.place(north_west) == pytest.approx((0, 0), abs=1e-6)
    assert projection.place(south_east) == pytest.approx((420, projection.height), abs=1e-6)


@pytest.mark.parametrize(("most", "km"), [(37, 20), (20, 20), (9.9, 5), (1.2, 1), (0.3, 0.2)])
def test_a_scale_has_a_round_length(most, km):
    assert round_km(most) == pytest.approx(km)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Phường Hiệp Bình", "Hiệp Bình"),
        ("Đặc khu Côn Đảo", "Côn Đảo"),
        ("Hiep Phuoc Commune", "Hiep Phuoc"),
        ("Khu chế xuất Tân Thuận", "Tân Thuận"),
        ("Khu công nghệ cao TP.HCM", "Khu công nghệ cao TP.HCM"),
    ],
)
def test_a_label_has_the_proper_name(name, short):
    assert proper_name(name) == short


def test_labels_keep_off_each_other_and_the_most_important_goes_first():
    middle, beside, free = (200, 100, 5), (205, 100, 5), (50, 200, 5)
    crowd = [(200 + x, 100 + y, 5) for x in (-60, -20, 20, 60) for y in (-20, 0, 20)]
    names = [("Đông người", middle), ("Ở lề", free)]
    assert [label.text for label in lettered(names, [middle, free], 420, 300)] == [
        "Đông người",
        "Ở lề",
    ]
    assert [label.text for label in lettered(names, [middle, free, *crowd], 420, 300)] == ["Ở lề"]
    twice = lettered([("Một", middle), ("Hai", beside)], [middle, beside], 420, 300)
    assert twice[0].text == "Một"
    assert len({(label.x, label.y) for label in twice}) == len(twice)


def test_a_label_at_the_edge_turns_inwards():
    (label,) = lettered([("Ở mép phải", (415, 100, 5))], [(415, 100, 5)], 420, 300)
    assert label.anchor == "end"
