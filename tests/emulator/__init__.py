"""A small, strict Bot API server over real HTTP, with scripted phones: `server` keeps chats, `http` serves them,
`webhook` brings updates to the bot.

It refuses what Telegram refuses, in Telegram's words, and notes every refusal that is the bot's own fault.
"""
