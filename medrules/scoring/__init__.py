"""From verdicts to figures: weights, events, rates and their intervals."""
