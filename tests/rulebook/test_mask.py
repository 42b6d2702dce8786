"""Personal numbers in Chinese sentences (domain §8.2). All numbers are made up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.rulebook.mask import mask


def test_a_sentence_with_a_phone_and_an_identity_number():
    sentence = "投诉人张某（电话13812341234，身份证号650105199001011234）反映矿坑未回填。"

    assert mask(sentence) == "投诉人张某（电话138****1234，身份证号650105********1234）反映矿坑未回填。"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13812341234", "138****1234"),
        ("手机：138 1234 1234。", "手机：138****1234。"),
        ("手机：138-1234-1234", "手机：138****1234"),
        ("＋86 13812341234", "138****1234"),
        ("手机１３８１２３４１２３４转告", "手机138****1234转告"),
        ("0991-4651234", "0991-***1234"),
        ("（0991）46512345", "(0991)****2345"),
        ("65010519900101123X", "650105********123X"),
        ("６５０１０５１９９００１０１１２３４", "650105********1234"),
        ("650105 19900101 1234", "650105********1234"),
        ("旧证650105900101123号", "旧证650105*****1123号"),
        ("6222021234567890123", "6222***********0123"),
        ("卡号4111 1111 1111 1111", "卡号4111********1111"),
        ("zhangsan@163.com", "z***@163.com"),
        ("请写信到a.b-c@mail.example.gov.cn。", "请写信到a***@mail.example.gov.cn。"),
    ],
)
def test_personal_numbers_are_masked(text: str, masked: str):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "水政办〔2018〕44号",
        "采矿许可证号C6501052009051120016226",
        "统一社会信用代码91350100M000100Y43",
        "图斑编号CT6501052018000001001",
        "注册号650105050001234",
        "2019年11月30日前完成销号",
        "面积138123412345平方米",
        "投资1234567890123456元",
        "街道代码650105001，治理1234.56公顷",
        "热线12345、12369",
    ],
)
def test_what_is_public_stays(text: str):
    assert mask(text) == text


PIECES = st.lists(
    st.one_of(
        st.text("甲乙矿山治理，。（）：", max_size=4),
        st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        st.from_regex(
            r"[1-6][1-5][0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}[0-9X]", fullmatch=True
        ),
        st.from_regex(r"[a-z]{1,6}@[a-z]{1,6}\.(com|cn)", fullmatch=True),
    ),
    max_size=6,
)


@settings(max_examples=50)
@given(PIECES)
def test_no_personal_number_survives_and_masking_again_changes_nothing(pieces: list[str]):
    sentence = "，".join(pieces)

    masked = mask(sentence)

    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", masked)
    assert not re.search(r"(?<!\d)\d{17}[\dX](?!\d)", masked)
    assert not re.search(r"[a-z]{2,}@", masked)
    assert mask(masked) == masked
