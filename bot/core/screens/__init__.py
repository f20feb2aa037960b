"""What a person is shown. `base` holds screens as data; each other module makes the screens of one place:

question     what is asked; replies: what comes back on a reply; several: answers found in one message
phases       before and between the questions; review: the list of answers; carried: answers of an earlier attempt
card         the verdict; details: the verdict criterion by criterion; answers: an answer in words
judgement    a question for the investigator, from the card; signature: signatures, and the way to one
queries      what the study team asks; reminders: what is due; withdrawal: why a case ends
pages        turn the pages of a long list; tapped: reasons and words that are tapped
"""

from bot.core.screens.base import Action, Button, Paragraph, Progress, Screen, Show, Style

__all__ = ["Action", "Button", "Paragraph", "Progress", "Screen", "Show", "Style"]
