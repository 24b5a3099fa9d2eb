"""Hà Tĩnh on three dates: the tree, the codes, and who carries on after whom."""

from collections import Counter
from datetime import date, time

import pytest

from motcua.agencies import reads
from motcua.agencies.models import Agency, Succession
from motcua.kernel.refusals import Invalid, Missing

pytestmark = pytest.mark.usefixtures("ha_tinh")

THREE_TIERS = date(2024, 12, 31)
HALF_YEAR = date(2025, 1, 1)
LAST_OF_HALF_YEAR = date(2025, 6, 30)
TWO_TIERS = date(2025, 7, 1)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "districts", "communes", "one_stops"),
    [
        (date(2020, 1, 1), 13, 216, 230),
        (THREE_TIERS, 13, 216, 230),
        (HALF_YEAR, 12, 209, 222),
        (LAST_OF_HALF_YEAR, 12, 209, 222),
        (TWO_TIERS, 0, 69, 70),
        (TODAY, 0, 69, 70),
    ],
)
def test_each_date_has_its_agencies(day, districts, communes, one_stops):
    counts = Counter(row.kind for row in reads.agencies(day))
    assert (counts["district"], counts["commune"], counts["one-stop"]) == (districts, communes, one_stops)
    assert len(reads.reception_points(day)) == one_stops


def test_before_the_catalogue_begins_there_is_nothing():
    assert reads.tree(date(2019, 12, 31)).roots == ()


@pytest.mark.parametrize("day", [THREE_TIERS, HALF_YEAR, TWO_TIERS])
def test_the_tree_holds_every_agency_of_the_day_once(day, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = reads.tree(day)
    walked = [row.id for _, row in tree.walk()]
    assert len(walked) == len(set(walked)) == len(reads.agencies(day))
    vertical = ["cong-an-tinh", "bhxh-tinh"]  # not under the province's committee
    assert sorted(root.slug for root in tree.roots) == sorted(["ubnd-tinh", *vertical])


def test_communes_stand_under_districts_and_then_under_the_province():
    tan_loc = reads.agency_by_gso("18409", THREE_TIERS)
    assert _place_above(tan_loc) == "huyện Lộc Hà"
    assert _place_above(reads.agency_by_gso("18409", HALF_YEAR)) == "huyện Thạch Hà"
    assert _place_above(reads.agency_by_gso("18409", TWO_TIERS)) == "tỉnh Hà Tĩnh"
    places = [above.place for above in reads.line_of(tan_loc.id)[1:]]
    assert places == ["huyện Lộc Hà", "tỉnh Hà Tĩnh"]


def _place_above(row):
    return reads.agency(row.parent_id).place


def test_every_parent_exists_as_long_as_its_children():
    for child in Agency.objects.filter(parent__isnull=False).select_related("parent"):
        assert child.parent.valid_from <= child.valid_from
        assert child.parent.valid_to is None or (child.valid_to and child.valid_to <= child.parent.valid_to)


@pytest.mark.parametrize(
    ("gso", "before", "half_year", "after"),
    [
        ("18073", "phường Nam Hà", "phường Nam Hà", "phường Thành Sen"),
        ("18652", "xã Tân Lâm Hương", "xã Tân Lâm Hương", "phường Hà Huy Tập"),
        ("18094", "phường Thạch Linh", "phường Trần Phú", None),
        ("18100", "xã Thạch Hạ", "phường Thạch Hạ", "phường Trần Phú"),
        ("18391", "xã Cỗ Đạm", "xã Cỗ Đạm", None),
        ("18394", "xã Xuân Liên", "xã Xuân Liên", "xã Cổ Đạm"),
    ],
)
def test_a_kept_code_means_the_territory_of_its_date(gso, before, half_year, after):
    assert reads.agency_by_gso(gso, THREE_TIERS).place == before
    assert reads.agency_by_gso(gso, HALF_YEAR).place == half_year
    if after:
        assert reads.agency_by_gso(gso, TWO_TIERS).place == after
    else:
        with pytest.raises(Missing):
            reads.agency_by_gso(gso, TWO_TIERS)


def test_an_agency_is_found_by_its_code_in_either_scheme():
    office = reads.agency_by_key("vp-ubnd-tinh", TODAY)
    assert reads.agency_by_code("H27.01", TODAY) == reads.agency_by_code("000.00.01.H27", TODAY) == office
    assert reads.agency_by_code("000.02.31.H27", THREE_TIERS).place == "phường Nam Hà"
    assert reads.agency_by_code("H27.13", date(2025, 2, 28)).key == "so-xay-dung@2020-01-01"
    assert reads.agency_by_code("H27.13", date(2025, 3, 1)).key == "so-xay-dung@2025-03-01"
    assert reads.agency_by_gso("18073", TODAY).code_2016 == ""


def test_a_code_that_nobody_holds_is_missing_and_no_code_is_refused():
    with pytest.raises(Missing):
        reads.agency_by_code("H27.31", TWO_TIERS)
    with pytest.raises(Invalid):
        reads.agency_by_code("không phải mã", TODAY)


def test_names_are_found_without_accents():
    assert [row.place for row in reads.find("thanh sen", TODAY, kind="commune")] == ["phường Thành Sen"]
    assert reads.find("TTPVHCC Thành Sen", TODAY)[0].reception
    assert reads.find("thanh sen", THREE_TIERS) == ()


def test_every_old_commune_is_followed_by_one_or_is_an_open_split():
    for first, second in ((THREE_TIERS, HALF_YEAR), (LAST_OF_HALF_YEAR, TWO_TIERS)):
        going = [row for row in reads.agencies(first, kind="commune") if row.valid_to == second]
        counts = Counter(
            Succession.objects.filter(old__kind="commune", on=second).values_list("old_id", flat=True)
        )
        assert set(counts) == {row.id for row in going}
        split = {row.place for row in going if counts[row.id] > 1}
        assert split == ({"phường Trần Phú"} if second == HALF_YEAR else {"phường Đại Nài", "xã Kỳ Lợi"})
    assert not Succession.objects.filter(kind="split", rule="").exists()


def test_every_new_commune_follows_somebody():
    new = {row.id for row in reads.agencies(TWO_TIERS, kind="commune")}
    assert new == set(
        Succession.objects.filter(new_id__in=new, old__kind="commune").values_list("new_id", flat=True)
    )


def test_nobody_ends_without_an_heir():
    assert not Agency.objects.filter(valid_to__isnull=False, successions__isnull=True).exists()


@pytest.mark.parametrize(
    ("old", "heirs"),
    [
        ("18082", ["phường Hà Huy Tập", "phường Thành Sen"]),
        ("18796", ["phường Hoành Sơn", "phường Sông Trí", "phường Vũng Áng"]),
        ("18196", ["xã Sơn Kim 1"]),
        ("18391", ["xã Cổ Đạm"]),
        ("18598", ["phường Trần Phú"]),
        ("18193", ["xã Tứ Mỹ"]),
    ],
)
def test_a_commune_is_followed_down_the_chain_of_mergers(old, heirs, django_assert_max_num_queries):
    gone = reads.agency_by_gso(old, THREE_TIERS)
    with django_assert_max_num_queries(3):
        found = reads.successors(gone.id, TODAY)
    assert [row.place for row in found.agencies] == heirs
    assert (found.only is None) == (len(heirs) > 1) == bool(found.rules)


def test_a_ward_that_was_split_and_merged_again_needs_no_choice_in_the_end():
    tran_phu = reads.agency_by_gso("18070", THREE_TIERS)
    in_the_half_year = reads.successors(tran_phu.id, HALF_YEAR)
    assert [row.place for row in in_the_half_year.agencies] == ["phường Bắc Hà", "phường Trần Phú"]
    assert "tổ dân phố 6" in in_the_half_year.rules[0]
    assert reads.successors(tran_phu.id, TODAY).only == reads.agency_by_gso("18073", TODAY)


def test_an_agency_that_exists_carries_on_itself_and_an_unborn_one_not_yet():
    thanh_sen = reads.agency_by_gso("18073", TODAY)
    assert reads.successors(thanh_sen.id, TODAY).only == thanh_sen
    assert reads.successors(thanh_sen.id, THREE_TIERS).agencies == ()
    nam_ha = reads.agency_by_gso("18073", THREE_TIERS)
    assert reads.successors(nam_ha.id, LAST_OF_HALF_YEAR).only == nam_ha


def test_the_work_of_a_district_goes_to_its_communes_and_to_the_province():
    vu_quang = reads.agency_by_gso("441", THREE_TIERS)
    found = reads.successors(vu_quang.id, TODAY)
    assert {"tỉnh Hà Tĩnh", "xã Vũ Quang"} <= {row.place for row in found.agencies}
    assert found.only is None
    counter = reads.reception_point_for(vu_quang.id, THREE_TIERS)
    assert all(row.reception for row in reads.successors(counter.id, TODAY).agencies)


def test_a_one_stop_is_followed_by_the_one_stop():
    old = reads.agency_by_key("gso-18073.mot-cua", THREE_TIERS)
    assert old.name == "Bộ phận Tiếp nhận và Trả kết quả phường Nam Hà"
    new = reads.successors(old.id, TODAY).only
    assert new.name == "Trung tâm Phục vụ hành chính công phường Thành Sen"


def test_departments_merge_and_split_in_march_2025():
    transport = reads.agency_by_key("so-giao-thong-van-tai", THREE_TIERS)
    assert reads.successors(transport.id, TODAY).only.key == "so-xay-dung@2025-03-01"
    labour = reads.agency_by_key("so-lao-dong-thuong-binh-xa-hoi", THREE_TIERS)
    assert len(reads.successors(labour.id, TODAY).agencies) == 3


@pytest.mark.parametrize(
    ("slug", "day", "point"),
    [
        ("gso-18073", TODAY, "Trung tâm Phục vụ hành chính công phường Thành Sen"),
        ("gso-18073.kinh-te", TODAY, "Trung tâm Phục vụ hành chính công phường Thành Sen"),
        ("gso-18073.mot-cua", TODAY, "Trung tâm Phục vụ hành chính công phường Thành Sen"),
        ("so-xay-dung", TODAY, "Trung tâm Phục vụ hành chính công tỉnh Hà Tĩnh"),
        ("ubnd-tinh", TODAY, "Trung tâm Phục vụ hành chính công tỉnh Hà Tĩnh"),
        ("gso-436", THREE_TIERS, "Bộ phận Tiếp nhận và Trả kết quả thành phố Hà Tĩnh"),
    ],
)
def test_cases_come_in_at_the_nearest_one_stop(slug, day, point):
    assert reads.reception_point_for(reads.agency_by_key(slug, day).id, day).name == point


def test_every_reception_point_can_be_called_and_has_a_code():
    for day in (THREE_TIERS, HALF_YEAR, TWO_TIERS):
        points = reads.reception_points(day)
        assert all(point.phone and point.code_2020 for point in points)
        assert len({point.code_2020 for point in points}) == len(points)


def test_an_agency_has_its_posts():
    thanh_sen = reads.agency_by_gso("18073", TODAY)
    assert [post.key for post in reads.posts(thanh_sen.id, TODAY)] == ["chu-tich", "pho-chu-tich"]


def test_roles_of_a_level_are_those_that_somebody_there_can_fill():
    assert {"one-stop", "leader", "civil-status", "household-business", "construction"} <= reads.roles(
        TODAY, level="commune"
    )
    assert "civil-status" not in reads.roles(TODAY, level="province")
    assert reads.roles(TODAY, level="district") == frozenset()


def test_an_agency_has_its_own_office_hours_or_the_common_ones():
    summer, winter = date(2026, 6, 1), date(2026, 12, 1)
    son_kim = reads.agency_by_key("gso-18196.mot-cua", TODAY).hours
    assert son_kim.windows_on(summer)[0].start == time(7, 0)
    assert son_kim.windows_on(winter)[0].start == time(7, 30)
    common = reads.agency_by_gso("18073", TODAY).hours
    assert common.windows_on(summer) == common.windows_on(winter)


def test_children_and_all_within():
    thanh_sen = reads.agency_by_gso("18073", TODAY)
    assert len(reads.children(thanh_sen.id, TODAY)) == 4
    assert len(reads.ids_within(thanh_sen.id, TODAY)) == 5
    province = reads.agency_by_key("ubnd-tinh", TODAY)
    police = reads.agency_by_key("cong-an-tinh", TODAY)
    insurance = reads.agency_by_key("bhxh-tinh", TODAY)
    whole = [len(reads.ids_within(root.id, TODAY)) for root in (province, police, insurance)]
    assert sum(whole) == len(reads.agencies(TODAY))
    assert whole[1:] == [70, 1]
    assert len(reads.ids_within(province.id, TODAY, parts_only=True)) == 2
    assert set(reads.agencies_by_id([thanh_sen.id, province.id, -1])) == {thanh_sen.id, province.id}
