"""Conversations as data: whole screenings that are played against the real desk, in either language.

A YAML file, read with every value as the text that stands there:

    about: A woman under mycophenolate
    trial: ln-msc
    language: en                # the one it is usually played in
    today: 2026-11-22           # the site's day
    steps:
      - tap: agree              # a button, by what it does ...
      - tap: Female             # ... or by its words; {en: Female, zh_CN: 女} where they differ
        state: birth_date       # expected after the step: the question asked, the phase, or none
      - answer:                 # at just these questions, in this order; whatever taps or typing that takes
          birth_date: 1990-05-01
          acr_items: [malar_rash, renal, immunologic, ana]
          scr: {value: 98, unit: umol/L}
          crescent: 3/20        # typed as it stands
      - say: 3.1 mg/dL          # typed; {en: ..., zh_CN: ...} where that differs
        at: scr                 # the question that must be asked before the step
        screen: confirm         # the name of the last screen
        shows: [274, µmol/L]    # words that something new shows; likewise `toast`, and `team` for its card
      - command: cases
      - ask: {plt: Was that before the transfusion?}   # the study team asks about an answer, in its chat
      - close: 1                # and closes its first query
      - today: 2026-11-29       # a week later
    verdict: ineligible         # at the end: eligible, ineligible or undetermined
    criteria: {E1: fail, others: pass}
    missing: [ccr]

What a tap does is an act and, where there is one, a value: `pick IV`, `mark mmf`, `unit mg/dL`, `jump biopsy_class`,
`reason 0`, `day 14`; options and questions by their codes, so that a talk does not depend on a language.

`talk` reads such a file, `play` plays it with a `hand` for whoever screens and an `asker` for the study team, `retold`
makes one of a case's record.
"""

from bot.channels.talks.play import replay, replay_file
from bot.channels.talks.talk import BadTalk, Talk, TalkFailed, read_talk

__all__ = ["BadTalk", "Talk", "TalkFailed", "read_talk", "replay", "replay_file"]
