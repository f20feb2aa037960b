"""What a person is shown. `base` holds screens as data; each other module makes the screens of one place:

`question` what is asked, `replies` what comes back on an answer, `several` the list of answers found in one message,
`queries` what the study team asks, `carried` what an earlier attempt left, `withdrawal` why a case ends, `reminders`
what is due, `phases` before and between, `review` the list of answers, `card` the verdict, `details` the verdict
criterion by criterion, `answers` an answer in words, `pages` turn those of a long list.
"""

from bot.core.screens.base import Action, Button, Paragraph, Progress, Screen, Show, Style

__all__ = ["Action", "Button", "Paragraph", "Progress", "Screen", "Show", "Style"]
