"""The rule language: reads like the protocol, judged in three values, exact, and explained from its own leaves.

base       what every part of a rule can do
parser     a rule's text -> its parts; reader: signs, words and names; dates and formulas: its dates and numbers;
           windows: how two dates lie to each other; lists: what is said of the options of a list;
           dimensions: what its numbers measure; scope: the names that it may use
tests      the leaves: each looks at one fact or compares two; logic combines them
numbers    the numbers of a rule; scores: means, least, greatest, points
moments    the dates of a rule; picked: those that are one of several; lengths: how long a window is
"""
