"""Trial files, the dictionary of tests and catalogues, read into the program. The only reader of these files."""
