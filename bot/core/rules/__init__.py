"""The rule language: reads like the protocol, judged in three values, exact, and explained from its own leaves.

`parser` (on `reader` and `formulas`) turns text into parts, `tests` are the leaves, `logic` combines
them, `numbers` and `moments` hold quantities and dates.
"""
