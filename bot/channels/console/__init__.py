"""The conversation in a terminal: no token, no server, the same desk and a real store.

`run.run_console` is the way in. `seat` lets in whoever sits here, `team` is the study team's chat as they enter it.
`reader` asks what they do, `doing` hands that to the desk as it takes it, `record` writes a case down.
`phone` takes what the desk sends, `display` puts it on the terminal as `paint` draws it. `board` knows what the buttons
are called, `keys` and `lines` read a terminal and a pipe.
"""
