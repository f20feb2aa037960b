"""What an operator needs: the look before the start, backups and restores, tidying, the doctor.

Everything here speaks plain English to whoever runs the bot, and knows no rule of a talk.

start      the look before the start: a damaged database is refused
keeping    backup, restore, tidy, parked
keys       the master keys: found, made, exchanged
auditing   the audit trail, printed or copied; offline: the program that verifies a copy on any machine
papers     the log, the numbers and printed cases, as files
doctor     looks at everything: content, database, keys, teams (the study teams' chats), telegram; diagnosis: what it
           found
"""
