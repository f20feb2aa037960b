"""The core: pure functions of immutable data. No clock, chance, disk, network, database, catalogue or async in here.

Read from below: truth and answers, kinds (typed words -> answers), rules (the protocol's language), trial, facts,
verdict, case (a fold of its record), machine (what follows what), step (one event).
"""
