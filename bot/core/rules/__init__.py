"""The rule language: reads like the protocol, judged in three values, exact, and explained from its own leaves.

`parser` turns text into parts, `tests` are the leaves, `logic` combines them, `numbers` holds quantities and dates.
"""
