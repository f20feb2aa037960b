"""Telegram, by long polling or by webhook. The only user of python-telegram-bot, and of nothing in it but its `Bot`.

No rule of a talk lives here. An update is confirmed to Telegram only after the desk's commit.

channel    puts everything together, and runs until it is told to stop
polling    asks Telegram for updates; webhook: has them brought, by the server in this process
taking     brings updates to the desk: read makes them what the desk takes, door keeps strangers out, lanes keep order
courier    empties the outbox, in the order of its queue, at an allowed pace, so many at once as there are places
post       sends one line: draw makes the message, buttons sign what a button carries, papers makes files
barred     a group that keeps the bot out: the desk is told; addresses: what chats are called
reminding  reminders and roles that end, every minute; tidying: once a day
asking     what Telegram tells the doctor; health, metrics: what it tells whoever watches the bot
api, wire  the Bot API's methods, and the HTTP under them
"""
