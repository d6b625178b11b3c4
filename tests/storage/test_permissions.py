"""Who may see and do what: role by unit by sealed by act, against the table of acts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from knowledge.advice import PetitionClass
from knowledge.procedure import RULES, Act, Role, Status, allowed
from storage.errors import CaseNotFound
from storage.permissions import Actor, Post, roles_towards, safe_unit
from tests.storage.conftest import Archive

HERE, ELSEWHERE = "410304001", "410304002"


@dataclass(frozen=True)
class Scene:
    """A case as far as rights go."""

    unit: str = "housing"
    sealed: bool = False
    accused_unit: str | None = None
    place_code: str | None = HERE


SCENES = {
    "plain": Scene(),
    "without place": Scene(place_code=None),
    "sealed": Scene(sealed=True),
    "sealed at discipline": Scene(unit="discipline", sealed=True, accused_unit="housing"),
    "accusing the office": Scene(unit="discipline", sealed=True, accused_unit="petition"),
    "held by the office": Scene(unit="petition"),
    "sealed at the office": Scene(unit="petition", sealed=True, accused_unit="discipline"),
    "complaint about housing": Scene(unit="petition", accused_unit="housing"),
}

POSTS = {
    "nobody": (),
    "clerk": (Post(Role.CLERK, "housing"),),
    "clerk here": (Post(Role.CLERK, "housing", HERE),),
    "clerk elsewhere": (Post(Role.CLERK, "housing", ELSEWHERE),),
    "mediator": (Post(Role.MEDIATOR, "housing"),),
    "other clerk": (Post(Role.CLERK, "health"),),
    "discipline clerk": (Post(Role.CLERK, "discipline"),),
    "discipline mediator": (Post(Role.MEDIATOR, "discipline"),),
    "office": (Post(Role.OFFICE, "petition"),),
    "director": (Post(Role.DIRECTOR),),
    "housing's director": (Post(Role.DIRECTOR, "housing"),),
    "administrator": (Post(Role.ADMINISTRATOR),),
    "office and housing": (Post(Role.OFFICE, "petition"), Post(Role.CLERK, "housing")),
    "discipline and housing": (Post(Role.CLERK, "discipline"), Post(Role.CLERK, "housing")),
}

C, M, O, D = Role.CLERK, Role.MEDIATOR, Role.OFFICE, Role.DIRECTOR  # noqa: E741

# Written out by hand from the rules in words: what each is to each case.
SEEN: dict[str, dict[str, set[Role]]] = {
    "plain": {
        "clerk": {C}, "clerk here": {C}, "mediator": {M}, "office": {O}, "director": {D},
        "housing's director": {D}, "office and housing": {O, C}, "discipline and housing": {C},
    },
    "without place": {
        "clerk": {C}, "mediator": {M}, "office": {O}, "director": {D},
        "housing's director": {D}, "office and housing": {O, C}, "discipline and housing": {C},
    },
    "sealed": {
        "clerk": {C}, "clerk here": {C}, "office": {O}, "office and housing": {O, C},
        "discipline and housing": {C},
    },
    "sealed at discipline": {"discipline clerk": {C}, "office": {O}},
    "accusing the office": {"discipline clerk": {C}, "discipline and housing": {C}},
    "held by the office": {
        "office": {O, C}, "director": {D}, "housing's director": {D},
        "office and housing": {O, C},
    },
    "sealed at the office": {"office": {O, C}, "office and housing": {O, C}},
    "complaint about housing": {"office": {O, C}, "director": {D}},
}  # fmt: skip


@pytest.mark.parametrize(("scene", "who"), [*product(SCENES, POSTS)])
def test_everybody_is_to_a_case_what_the_rules_say(scene: str, who: str) -> None:
    actor = Actor(1, POSTS[who])
    expected = SEEN[scene].get(who, set())
    assert roles_towards(actor, SCENES[scene], party=False) == expected


@pytest.mark.parametrize(("scene", "who"), [*product(SCENES, POSTS)])
def test_a_petitioner_is_nothing_else_in_his_own_case(scene: str, who: str) -> None:
    actor = Actor(1, POSTS[who])
    assert roles_towards(actor, SCENES[scene], party=True) == {Role.CITIZEN}


async def test_queries_and_acts_follow_the_same_rules_as_the_matrix(archive: Archive) -> None:
    wang = await archive.citizen("王秀英")
    ids = {name: await _case(archive, wang, scene) for name, scene in SCENES.items()}
    for who, posts in POSTS.items():
        actor = Actor((await archive.citizen(who)).person_id, posts)
        found = {name for name in SCENES if await archive.book.find(actor, number=str(ids[name]))}
        assert found == {name for name in SCENES if who in SEEN[name]}, who
        for name, case_id in ids.items():
            roles = frozenset(SEEN[name].get(who, set()))
            expected = allowed(Status.REGISTERED, roles) if roles else None
            assert await _acts(archive, case_id, actor) == expected, (who, name)


async def _case(archive: Archive, wang: Actor, scene: Scene) -> int:
    """The id, which in an empty database is the number of the year, too."""
    receipt = await archive.register(
        wang,
        unit=scene.unit,
        petition_class=PetitionClass.ACCUSATION if scene.sealed else PetitionClass.CLAIM,
        accused_unit=scene.accused_unit,
        place_code=scene.place_code,
    )
    return receipt.case_id


async def _acts(archive: Archive, case_id: int, actor: Actor) -> tuple[Act, ...] | None:
    try:
        return await archive.book.acts(case_id, actor)
    except CaseNotFound:
        return None


@pytest.mark.parametrize(("status", "act"), [*product(Status, RULES)])
def test_only_the_roles_of_the_table_are_offered_an_act(status: Status, act: Act) -> None:
    for scene, who in product(SCENES, POSTS):
        roles = roles_towards(Actor(1, POSTS[who]), SCENES[scene], party=False)
        offered = act in allowed(status, roles)
        assert offered == (status in RULES[act].starts and bool(roles & RULES[act].roles))
        if scene == "sealed at discipline" and any(p.unit == "housing" for p in POSTS[who]):
            assert not offered


@pytest.mark.parametrize(
    ("unit", "accused", "goes_to"),
    [
        ("housing", None, "housing"),
        ("housing", "health", "housing"),
        ("housing", "housing", "discipline"),
        ("discipline", "discipline", "petition"),
        ("petition", "petition", "discipline"),
    ],
)
def test_a_case_never_goes_to_the_unit_it_accuses(
    unit: str, accused: str | None, goes_to: str
) -> None:
    assert safe_unit(unit, accused) == goes_to
