"""The clauses of conditions, one file each: what is true of a situation, false, or unknown."""
