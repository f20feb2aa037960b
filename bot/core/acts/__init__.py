"""What a person can do with a case: one small function for each button, and one for what is typed.

An act checks that it makes sense here, then records and moves through the turn (`core.turn`). From below:

agreeing     before the first question; ticking: options of a list; querying: what the study team asks
explaining   the reason for a change after sending
answering    taking an answer; together: several of one message; judging: the investigator's judgement
carrying     answers of an earlier attempt; moving: about in a case; withdrawing: it is closed
typed        what is typed: an answer, a command in words, a code, a reason, several answers
table        all of them by the names that buttons have for them
"""
