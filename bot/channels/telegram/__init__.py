"""Telegram, by long polling. The only user of python-telegram-bot, and of nothing in it but its `Bot`.

`intake` brings what arrives to the desk and confirms it only after the commit; `courier` empties the outbox through
`post`; `draw` and `buttons` turn pictures into messages; `channel` puts them together. No rule of a talk lives here.
"""
