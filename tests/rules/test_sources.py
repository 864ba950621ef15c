"""A source of opinions is a body, never a person: what looks like a person is pointed at, bodies are left alone."""

import unicodedata

import pytest

from daihoi.rules.sources import Limits, limits, looks_like_person

PERSONS = (
    "Nguyễn Văn A", "đồng chí Trần Thị B", "đ/c Nam", "Đồng chí bí thư chi bộ", "Ông Lê Hoàng Nam", "bí thư Phạm Minh Tâm", "NGUYỄN VĂN AN",
    "nguyễn thị hoa", "Hội nghị chi bộ 3 (đ/c Nam ghi)", "Chi bộ 2 - Võ Thị Sáu", "anh Trần Bình", "Phó Bí thư", unicodedata.normalize("NFD", "Nguyễn Văn A"),
)  # fmt: skip
BODIES = (
    "", "Hội nghị chi bộ tháng 3", "Ban Thường vụ", "Tỉnh đoàn", "Chi bộ Trường Trung học Nguyễn Khuyến", "Bà Rịa", "Đảng ủy phường Lê Chân",
    "Hà Nội", "Đoàn Văn công tỉnh", "Đoàn Thanh Niên", "Văn Phòng Đảng Ủy", "Hội nghị cán bộ chủ chốt", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Anh Sơn", "Ủy ban kiểm tra", "ủy viên ban chấp hành",
    "Ban Tuyên giáo", "Tổ 5, ấp Tân Bình", "Văn phòng",
)  # fmt: skip


@pytest.mark.parametrize("body", PERSONS)
def test_a_person_is_pointed_at(body):
    assert looks_like_person(body)


@pytest.mark.parametrize("body", BODIES)
def test_a_body_is_left_alone(body):
    assert not looks_like_person(body)


def test_limits_are_data():
    assert limits() == Limits(text=10000, body=120, times=1000000)
