"""The core: pure functions of immutable data. No clock, chance, disk, network, database, catalogue or async in here.

Read from below: truth and answers, kinds (typed words -> answers), rules (the protocol's language), trial, facts,
verdict, case, folding (its record -> the case), machine (what follows what), step (one event).
"""
