"""Where the core meets the world: one thing arrives, in one transaction, and what is to be said is in the outbox.

Nothing is sent here, no channel is known, and what a person typed is never logged.

front        the way in: takes what arrived (incoming), opens a room, and leads it on
room         one transaction, with who is there and how to answer; records: entries -> cases; memory: cases at hand;
             slots: names of messages, to find them again; pages: long lists; insisting: again where others were first
             Where it leads:
commands     what each command does; taps: what each button does; typed: words; typed_buttons: buttons that are typed;
             teamroom: what is said and tapped in a group
             One case:
cases        opened, gone on with, handed over; screening: one step of it; listing: found; sent: those the team has
delivery     the card and its copies, to their audience; looking: its pages
queries      what the team asks; judging: what the trial leaves to the investigator; judged: who has answered instead
signing      an investigator's signature; pins: the PIN for it
reminders, duplicates
             what is due; a patient who may be in screening already
             People and chats:
roles        who may do what; delegations: the log of roles; terms: last days; endings: roles that end by themselves
invitations  who is let in; welcome: greeting and help; menu: the commands a phone lists; names: what all are called
teams        which chats are study teams'
             What leaves, what is destroyed, what is told afterwards:
papers       the log, the numbers, a printed case, asked for in a chat; exporting: what is taken out is noted first
erasing      one case; retention: cases that their trial keeps no longer; tidy: what has done its service
trail        who did what: deeds (lines of a record) and notes (lines of a site's log) in words; witness: a hash a day
trouble      updates that are given up
"""
