"""A made-up comparison of runs, with as many changed cases as a test wants."""

from __future__ import annotations

from medrules.model.comparison import (
    Changed,
    Comparison,
    CriteriaState,
    Difference,
    Pairing,
    Part,
    RosterLine,
    Said,
    Standing,
)

_STATES: tuple[CriteriaState, ...] = ("met", "not met", "cannot be decided")


def comparison(count: int, text: str = "Rest at home.", *, recorded: tuple[str, ...] = ()) -> Comparison:
    """Three runs in two pairs with ``count`` changed cases each; ``text`` stands wherever a stranger's does."""
    names = ("A", "B", f"C {text}")
    parts = tuple(_part(name) for name in ("patient-communication", "research", "uncategorised"))
    pairings = tuple(
        Pairing(
            first=names[0],
            second=name,
            k=1,
            only_first=2,
            only_second=0,
            whole=_part("all").model_copy(update={"holm_p": None, "no_worse": at == 0}),
            categories=parts,
            changed=tuple(_changed(number, text) for number in range(count)),
            changed_in_all=3 * count,
        )
        for at, name in enumerate(names[1:])
    )
    return Comparison(
        margin=2.5,
        runs=names,
        pairings=pairings,
        roster=tuple(RosterLine(category=part.name, standings=_standings(names)) for part in parts),
        sign_off=f"pilot {text}",
        unreadable=3,
        recorded=recorded,
    )


def _part(name: str) -> Part:
    each = Difference(
        harmful=(0.1, 0.25),
        harm=(2.0, 5.5),
        difference=3.5,
        p=0.00001,
        upper=7.25,
        broken=15,
        mended=0,
        mcnemar=0.03,
    )
    unequal = each.model_copy(update={"mcnemar": None})
    return Part(name=name, cases=100, without_review=each, with_review=unequal, holm_p=0.2)


def _standings(names: tuple[str, ...]) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            model=name, cases=100, harm=float(at), upper=at + 3.0 if at else None, criteria=state, lowest=at == 1
        )
        for at, (name, state) in enumerate(zip(names, _STATES, strict=True))
    )


def _changed(number: int, text: str) -> Changed:
    found = Said(sample=f"a{number}", output=text, found=(f"violated, harm severe: arm.call. {text}",))
    return Changed(
        case=f"arm-{number:03} {text}",
        category=None,
        change="newly mended" if number % 3 == 2 else "newly broken",
        asked=text if number % 2 else None,
        first=None if number % 5 == 4 else found.model_copy(update={"found": ()}),
        second=found.model_copy(update={"output": None}) if number % 4 == 3 else found,
    )
