"""Where the core meets the world: one thing that arrived, one transaction, what is to be said put into the outbox.

`front.Desk` receives, and leads to `commands`, `taps` (buttons) and `typed` of a private chat, or to the `teamroom`.
`labels` are buttons that are typed, `invitations` let in, `welcome` greets and helps, `roles` says who may do what,
`delegations` lists and ends that, `terms` say until when it runs, `endings` end it then, `screening` moves cases,
`cases` opens them and hands them over, `listing` finds them, `delivery` sends verdicts on to their `audience`,
`looking` turns their pages, `queries` asks the site, `judging` asks the investigator what nobody has `judged`,
`signing` takes the signature by `pins`, `exports` names the papers that are wished for, `exporting` notes what is taken
out, `menu` says what each may ask of the bot, `names` what roles and places are called, `teams` which chats are study
teams', `reminders` reminds, `duplicates` warns, `erasing` and `retention` destroy, `trail` and `deeds` tell afterwards
who did what, `witness` sums it all up for the day. A `room` is one transaction with what it needs, `records` turn
entries into cases, `slots` are the names by which messages are found again. Nothing is sent here, no channel is known,
and what a person typed is never logged.
"""
