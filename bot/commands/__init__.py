"""What can be typed after `python bot.py`; the only room that knows all others.

`main` finds the command and gives the exit code, `command` says what one is, `building` builds what they need. The
commands stand where they belong: `running` the bot and the console, `trials`, `interchange`, `people`, `papers`,
`records`, and `keeping` the database.
"""
