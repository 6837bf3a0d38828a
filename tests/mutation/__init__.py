"""Mutation campaign: records broken in every way their types and rules allow, and what the check says of each.

Run it from `tests/`, with the Python of an environment that holds the package:

    python -m mutation --seed 1 --mutants 10000 --jobs 2
"""
