"""What is found in a batch does not depend on the order in which its forms come."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng import batch
from jiheng.model import Form, Goal, Indicator, Kind, Project, Stage, Unit
from jiheng.values.targets import parse_target

GOALS = (
    "全年养护农村公路，处置路面病害，群众满意度达到九成以上",
    "举办公益讲座并新购图书，读者满意度达到九成以上",
    "保障运转",
)
WORDINGS = (
    "反映资金是否按规定程序拨付；是否能体现轻重缓急；有无截留挪用的情形",
    "反映资金是否按规定程序拨付；且不能体现轻重缓急；有无截留挪用的情形",
    "反映资金是否按规定程序拨付；是否能体现轻重缓",
    "反映资金是否按规定渠道拨付；是否能体现轻重缓急；有无截留挪用的情形",
)


def _form(unit: int, project: int, year: int, goal: int, wording: int, target: int) -> Form:
    own = Indicator(
        "效益指标", "经济效益", "厉行节约成效", parse_target(f"≥{target}%", year=year), explanation="过紧日子"
    )
    fixed = Indicator("投入管理", "预算", "资金使用合规性", None, explanation=WORDINGS[wording], fixed=True)
    return Form(
        kind=Kind.PROJECT,
        stage=Stage.GOAL,
        layout="410000/overall-2023",
        year=year,
        unit=Unit(f"第{unit}站"),
        project=Project(None, f"第{project}项"),
        goals=(Goal(GOALS[goal]),),
        indicators=(own, fixed),
    )


FORMS = st.lists(
    st.builds(
        _form,
        st.integers(1, 3),
        st.integers(1, 4),
        st.integers(2022, 2023),
        st.integers(0, len(GOALS) - 1),
        st.integers(0, len(WORDINGS) - 1),
        st.sampled_from((90, 95)),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORMS, st.randoms(use_true_random=False))
def test_the_order_of_the_forms_does_not_matter(forms: list[Form], chance: object) -> None:
    keyed = [(f"{at:02}", one) for at, one in enumerate(forms)]
    moved = list(keyed)
    chance.shuffle(moved)  # type: ignore[attr-defined]
    assert list(batch.examine_all(moved)) == list(batch.examine_all(keyed))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORMS)
def test_every_member_stands_where_its_path_says(forms: list[Form]) -> None:
    keyed = {f"{at:02}": one for at, one in enumerate(forms)}
    for cluster in batch.examine_all(keyed.items()):
        assert cluster.members
        assert len(cluster.members) <= cluster.count or cluster.rule == "copying.not-last-year"
        for member in (*cluster.members, *cluster.against):
            assert keyed[member.key].at(member.path) is not None
