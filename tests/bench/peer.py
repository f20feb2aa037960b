"""The same size of talk as the library's own way of doing it: a ConversationHandler, kept with its PicklePersistence.

For `tests.bench.path` to compare with. Started as a program: TELEGRAM_API, TELEGRAM_TOKEN, and a folder for its data.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    Defaults,
    MessageHandler,
    PicklePersistence,
    filters,
)

QUESTIONS = 35
OPTIONS = ("Yes", "No", "Not known")
Context = ContextTypes.DEFAULT_TYPE


def keyboard(number: int) -> InlineKeyboardMarkup:
    """A question's buttons."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=f"unknown:{number}")] for one in OPTIONS])


async def start(update: Update, context: Context) -> int:
    """The first question."""
    assert update.message is not None
    await update.message.reply_text("Question 1", reply_markup=keyboard(0))
    return 0


async def answered(update: Update, context: Context) -> int:
    """Keeps an answer, says so, and asks on."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    assert context.user_data is not None
    assert update.effective_chat is not None
    number = int(query.data.partition(":")[2])
    context.user_data[number] = query.data
    await query.answer()
    await query.edit_message_text(f"Question {number + 1}: {OPTIONS[2]}")
    if number + 1 == QUESTIONS:
        await context.bot.send_message(update.effective_chat.id, "Undetermined", reply_markup=keyboard(number + 1))
        return ConversationHandler.END
    await context.bot.send_message(
        update.effective_chat.id, f"Question {number + 2}", reply_markup=keyboard(number + 1)
    )
    return number + 1


def main(folder: str) -> None:
    """Runs until it is stopped."""
    asked: dict[object, list[Any]] = {number: [CallbackQueryHandler(answered)] for number in range(QUESTIONS)}
    talk = ConversationHandler(
        [MessageHandler(filters.Regex("^/start"), start)], asked, [], name="talk", persistent=True, allow_reentry=True
    )
    builder = Application.builder().token(os.environ["TELEGRAM_TOKEN"]).base_url(os.environ["TELEGRAM_API"] + "/bot")
    app = builder.persistence(PicklePersistence(f"{folder}/talks.pickle")).defaults(Defaults("HTML")).build()
    app.add_handler(talk)
    app.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
