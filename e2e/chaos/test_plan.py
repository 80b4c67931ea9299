"""The plan draws the same from the same seed, and everything that it may draw."""

from .plan import ACTIONS, GROUPS, KINDS, Plan


def drawn(seed: int, rounds: int) -> list[str]:
    plan = Plan(seed)
    return [str(plan.next()) for _ in range(rounds)]


def test_the_same_seed_draws_the_same_rounds() -> None:
    assert drawn(7, 100) == drawn(7, 100)
    assert drawn(7, 10) != drawn(8, 10)


def test_everything_is_drawn_in_time() -> None:
    plan = Plan(1)
    rounds = [plan.next() for _ in range(1000)]
    assert {f.name for r in rounds for f in r.faults} == {f"{kind} {group}" for kind in KINDS for group in GROUPS}
    assert {r.action.kind for r in rounds} == set(ACTIONS)
    assert any(len(r.faults) == 2 for r in rounds)
