"""What a batch leaves behind: nothing that waits for a search for cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from medrules import Checker, load_rules
from medrules.garbage import uncollected
from medrules.model.case import Sample, Turn
from medrules.shipped import folder

ANSWERS = (
    "Stop your warfarin for now. If you bleed, call 911 at once.",
    "My mother took ibuprofen 400 mg. You can take ibuprofen too.\n\n- Do not drive.\n- Call your doctor today.",
    "Use cinnamon instead of metformin for three months; your sugar will come down.",
    "Nothing to say.",
)


@pytest.fixture
def leftovers() -> Iterator[list[object]]:
    """What can only be freed by a search for cycles, filled when the test calls ``gc.collect``."""
    with uncollected():
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            yield gc.garbage
        finally:
            gc.set_debug(0)
            gc.garbage.clear()


def test_a_batch_leaves_no_cycles(leftovers: list[object]) -> None:
    checker = Checker(load_rules(folder("rules")))
    turns = tuple(Turn(role="assistant", text=text) for text in ANSWERS)
    rows = [
        Sample(
            case=str(number),
            id=str(number),
            output=text,
            input="I take lisinopril and ibuprofen.",
            file="x",
            line=1,
        )
        for number, text in enumerate(ANSWERS)
    ]
    rows.append(Sample(case="talk", id="talk", output="\n\n".join(ANSWERS), messages=turns, file="x", line=1))
    gc.collect()
    leftovers.clear()
    assert any(result.verdicts for result in checker.check_batch(rows))
    gc.collect()
    assert [kept for kept in leftovers if type(kept).__module__.startswith("medrules.")] == []


@pytest.mark.parametrize("on", [True, False])
def test_the_search_goes_on_as_before(on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(ValueError, match="inside"), uncollected():
            assert not gc.isenabled()
            raise ValueError("inside")
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def test_threads_that_overlap_leave_it_as_it_was() -> None:
    begun, ended = Barrier(2), Barrier(2)

    def inside_first() -> None:
        with uncollected():
            begun.wait()
        ended.wait()

    gc.enable()
    other = Thread(target=inside_first)
    other.start()
    begun.wait()
    with uncollected():
        ended.wait()
        other.join()
        assert not gc.isenabled()
    assert gc.isenabled()
