"""From figures to a decision: criteria, lock, bundle, signatures."""
