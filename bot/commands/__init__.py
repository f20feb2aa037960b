"""What can be typed after `python bot.py`; the only room that knows all others.

main       finds the command and gives the exit code; command: what a command is
building   builds what commands need: trials, a store, the house; files: files and standard input and output
running    console, telegram, serve
trials     check, explain, draw, words, read, replay
interchange, people, papers, records
           evaluate and export; invite; log, stats and print; verify, audit and erase
keeping    doctor, backup, restore, migrate, keys, tidy, parked
"""
