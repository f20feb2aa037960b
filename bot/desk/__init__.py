"""Where the core meets the world: one thing that arrived, one transaction, what is to be said put into the outbox.

`front.Desk` receives, `people` lets in, `roles` says who may do what, `delegations` lists and ends that, `screening`
moves cases, `cases` lists them, `delivery` sends verdicts on, `judging` asks the investigator, `signing` takes the
signature by `pins`. Nothing is sent here, no channel is known, and what a person typed is never logged.
"""
