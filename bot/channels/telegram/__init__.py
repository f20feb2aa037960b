"""Telegram, by long polling or by webhook. The only user of python-telegram-bot, and of nothing in it but its `Bot`.

Two ways in: `polling` asks for updates, `webhook` has them brought. Both hand them to `taking`, which takes them to the
desk, and both confirm them only after the commit. One way out: `courier` empties the outbox through `post`, in the
order of its `queue`, at an allowed `pace`, as many at once as there are `places`; a group that has `barred` the bot is
told to the desk. `draw` and `buttons` turn pictures into messages, which go to the `addresses` of chats; `site`,
`health` and `metrics` are for those who look after the bot; `channel` puts all together. No rule of a talk lives here.
"""
