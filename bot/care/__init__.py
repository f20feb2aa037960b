"""What an operator needs: the look before the start, backups and restores, tidying, the doctor.

Everything here speaks plain English to whoever runs the bot, and knows no rule of a talk.
"""
