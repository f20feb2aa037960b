"""Trial files, the dictionary of tests and catalogues, read into the program. The only reader of these files.

library     all of it, read at once
trials      a trial's file -> Trial; questions: its questions; labs: the dictionary of tests; ucum: its units
places      YAML with its line numbers; schema and forms: its form; noting: problems and texts with their places
catalogues  locales/ -> words; texts: messages and screens in words; extract: texts -> catalogues (`words`)
checks      what is wrong with the catalogues, figures: with their numbers; doubts/: what is hardly meant in a trial
patients    made-up patients for each criterion, which the doubts try; explaining: what fails each (`explain`)
"""
