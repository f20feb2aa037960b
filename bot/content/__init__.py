"""Trial files, the dictionary of tests and catalogues, read into the program. The only reader of these files.

`places` reads YAML with its line numbers, `schema` and `forms` check its form; `noting`, `questions` and `trials` put a
trial together, `deciding` and `explaining` try it on made-up `patients`, `idle`, `brackets` and `sentences` find what
was hardly meant; `labs` is the dictionary; `catalogues` and `texts` say things in a language; `library` is all of it.
"""
