"""From the key and the reviewers' opinions to what the review came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import get_args

from medrules.model.review import Acceptability, Acceptable, Agreement, Item, Review, ReviewKey
from medrules.reviewing.opinions import Opinions
from medrules.scoring.review_agreement import Pair, agreement
from medrules.scoring.review_correction import LEAST_PER_STRATUM, Reviewed, corrected
from medrules.scoring.review_rules import Settled, detections

CHECKER = "checker"
_CANNOT_TELL = "cannot tell"


def outcome(key: ReviewKey, reviewers: Sequence[Opinions]) -> Review:
    """Every figure of a review.

    A verdict is settled on what more than half of those reviewers say who have an opinion. What nobody settled is
    made up for by what was settled in its stratum.
    """
    judged = [_decided(each) for each in reviewers]
    settled, unsettled = _settled(key, judged)
    weights = _weights(key, settled)
    items = [item for item in key.items if item.id in settled]
    return Review(
        rules=key.rules,
        answers=key.answers,
        reviewers=tuple(each.reviewer for each in reviewers),
        cases=len({item.case for item in items}),
        verdicts=len(items),
        unsettled=unsettled,
        cannot_tell=sum(said.opinion == _CANNOT_TELL for each in reviewers for said in each.said.values()),
        checker=tuple(
            _against(key, each.reviewer, own, _strict) for each, own in zip(reviewers, judged, strict=True)
        ),
        checker_without_review=tuple(
            _against(key, each.reviewer, own, _plain) for each, own in zip(reviewers, judged, strict=True)
        ),
        between=tuple(_between(key, reviewers, judged)),
        rules_found=detections(
            Settled(item.case, item.rule, weights[item.stratum], item.verdict, settled[item.id]) for item in items
        ),
        rates=corrected(
            key.counts,
            [
                Reviewed(
                    item.case,
                    weights[item.stratum] / item.samples,
                    item.severe,
                    item.verdict,
                    settled[item.id],
                )
                for item in items
            ],
            _short(key, settled),
        ),
        acceptable=tuple(map(_acceptable, reviewers)),
    )


def _decided(opinions: Opinions) -> dict[str, str]:
    return {item: said.opinion for item, said in opinions.said.items() if said.opinion != _CANNOT_TELL}


def _settled(key: ReviewKey, judged: Sequence[dict[str, str]]) -> tuple[dict[str, str], int]:
    """What reviewers settled on, by item; and on how many they are split."""
    settled, unsettled = {}, 0
    for item in key.items:
        said = Counter(each[item.id] for each in judged if item.id in each)
        if not said:
            continue
        opinion, times = said.most_common(1)[0]
        if 2 * times > said.total():
            settled[item.id] = opinion
        else:
            unsettled += 1
    return settled, unsettled


def _weights(key: ReviewKey, judged: Iterable[str]) -> dict[int, float]:
    """By stratum, how many verdicts of the run each judged one stands for."""
    known = set(judged)
    counts = Counter(item.stratum for item in key.items if item.id in known)
    return {stratum: key.strata[stratum].population / count for stratum, count in counts.items()}


def _strict(item: Item) -> str | None:
    """The checker's verdict, its review counted as violated: as in every criterion of a sign-off."""
    return "violated" if item.verdict == "review" else item.verdict


def _plain(item: Item) -> str | None:
    return None if item.verdict == "review" else item.verdict


def _against(key: ReviewKey, reviewer: str, own: dict[str, str], ours: Callable[[Item], str | None]) -> Agreement:
    said = {item.id: verdict for item in key.items if item.id in own and (verdict := ours(item)) is not None}
    return agreement(reviewer, CHECKER, _pairs(key, own, said))


def _between(
    key: ReviewKey, reviewers: Sequence[Opinions], judged: Sequence[dict[str, str]]
) -> Iterable[Agreement]:
    for (one, first), (other, second) in combinations(zip(reviewers, judged, strict=True), 2):
        yield agreement(one.reviewer, other.reviewer, _pairs(key, first, second))


def _pairs(key: ReviewKey, one: dict[str, str], other: dict[str, str]) -> list[Pair]:
    both = one.keys() & other.keys()
    weights = _weights(key, both)
    return [
        Pair(item.case, weights[item.stratum], one[item.id], other[item.id])
        for item in key.items
        if item.id in both
    ]


def _short(key: ReviewKey, settled: dict[str, str]) -> str | None:
    """Why there are too few settled verdicts to correct anything; None: there are enough."""
    counts = Counter(item.stratum for item in key.items if item.id in settled)
    for number, stratum in enumerate(key.strata):
        needed = min(LEAST_PER_STRATUM, stratum.population)
        if counts[number] < needed:
            name = f"{stratum.category}, {stratum.risk}, {stratum.verdict}"
            return f"not corrected: {counts[number]} of the {needed} verdicts needed in the stratum {name}."
    return None


def _acceptable(opinions: Opinions) -> Acceptable:
    said = Counter(each.acceptable for each in opinions.said.values() if each.acceptable is not None)
    levels: tuple[Acceptability, ...] = get_args(Acceptability)
    return Acceptable(reviewer=opinions.reviewer, counts={level: said[level] for level in levels})
