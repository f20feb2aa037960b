"""What the study team prints, files and reads off: the screening log, the numbers, one case on paper. Only reads.

Nobody is named here but staff, and a patient only by the pseudonymous code.

making       each paper as a whole, out of a store
gathering    records -> cases with verdicts, and who did what when; signatures: signatures, and what ended them
log          the screening log; answers: everybody's answers; counts: how many of what
graphs       the counts as pictures
printout     one case on paper
spreadsheet, typesetting
             tables -> XLSX and CSV; data and templates -> PDF and PNG: each the only user of its library
"""
