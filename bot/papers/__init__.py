"""What the study team prints, files and reads off: the screening log, the numbers, one case on paper. Only reads.

`gathering` reads records; `log`, `answers`, `counts`, `graphs` and `printout` turn what it gives into words and
figures, as plain data; `spreadsheet` and `typesetting` make bytes of that, each the only user of its library; `making`
gives each paper as a whole. Nobody is named here but staff, and a patient only by the pseudonymous code.
"""
