"""Names: what is the same is found, whatever slip of the keyboard, and the keys promise what they are for."""

from hypothesis import given
from hypothesis import strategies as st

from cases.employer_names import distance, keys_of, near, probes_of, reduce_employer, reduce_project

HANZI = "恒远鑫达泰和瑞丰昌盛宏图伟业金源顺通永兴"
names = st.text(alphabet=HANZI, min_size=5, max_size=9)


def test_a_branch_has_the_head_of_its_house() -> None:
    whole = reduce_employer("青海恒远建筑劳务有限公司")
    for name in (
        "青海恒远建筑劳务有限公司西宁分公司",
        "青海恒远建筑劳务有限公司万达广场项目部",
        "青海恒远建筑劳务有限公司（西宁）项目经理部",
    ):
        assert reduce_employer(name).head == whole.folded
        assert reduce_employer(name).core == "恒远"
    assert reduce_employer("恒远劳务").core == "恒远"


def test_a_note_before_a_name_is_no_part_of_it() -> None:
    for noted in ("（原）青海恒远建筑劳务有限公司", "【暂定名】青海恒远建筑劳务有限公司西宁分公司"):
        found = reduce_employer(noted)
        assert found.core == "恒远"
        assert found.head == "青海恒远建筑劳务有限公司"
        assert found.folded != found.head
    assert reduce_employer("【暂定名】青海恒远建筑劳务有限公司西宁分公司").branch == "西宁分公司"
    assert reduce_employer("（青海）恒远").core == "恒远"
    assert reduce_employer("（恒远）").core == "恒远"
    assert reduce_project("（原）万达广场二期工程项目").core == "万达广场二期"


def test_homophones_share_a_key() -> None:
    one, other = reduce_employer("青海恒远建筑劳务有限公司"), reduce_employer("青海衡源劳务公司")
    assert {key for key in keys_of(one) if key[0] == "s"} == {key for key in keys_of(other) if key[0] == "s"}


def test_projects_without_their_common_words() -> None:
    assert reduce_project("西宁市城东区万达广场二期工程项目").core == "万达广场二期"


@given(names, st.integers(0, 8), st.sampled_from(HANZI), st.integers(0, 8), st.sampled_from(HANZI))
def test_two_wrong_characters_in_a_long_core_share_a_key(name: str, i: int, a: str, j: int, b: str) -> None:
    wrong = list(name)
    wrong[i % len(name)], wrong[j % len(name)] = a, b
    one, other = reduce_employer(name), reduce_employer("".join(wrong))
    assert probes_of(one) & keys_of(other)
    assert near(one, other)


@given(names, st.integers(0, 8), st.booleans())
def test_a_character_left_out_or_doubled_shares_a_key(name: str, i: int, left_out: bool) -> None:
    place = i % len(name)
    wrong = name[:place] + name[place + 1 :] if left_out else name[: place + 1] + name[place:]
    one, other = reduce_employer(name), reduce_employer(wrong)
    assert probes_of(one) & keys_of(other)
    assert near(one, other)


@given(st.text(alphabet=HANZI, max_size=8), st.text(alphabet=HANZI, max_size=8))
def test_distance_is_symmetric_and_zero_only_for_the_same(one: str, other: str) -> None:
    assert distance(one, other, 8) == distance(other, one, 8)
    assert (distance(one, other, 8) == 0) == (one == other)
