"""Where people (and files) talk to the desk: one room for each channel, the only user of its library.

telegram   by polling or by webhook
console    a terminal
talks      conversations as files: played, and written down
batch      answers in, verdicts out: `evaluate`
reading    what the bot would understand of typed replies: `read`
jsonl      JSON Lines, for the two above
bar, qr    a progress bar of letters; a link as a picture
"""
