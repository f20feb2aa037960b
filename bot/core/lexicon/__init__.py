"""Words that people type, in both languages, and how they are brought into one form.

Tables and small functions only: nothing here knows of questions.

forms      one form for widths, dashes, quotes, blanks; spelling: slips of typing; patterns: words as patterns
cutting    a reply -> its words; roles: what a word does in a reply; everyday: the words of short replies
kindred    words that answer a question by taking up what it asks: "agrees" where agreement is asked
instances  names of what is asked for by a general word: pneumonia is an infection; qualifiers: what only describes it
fillers    words that may be left out of an option's name; synonyms: other words for what options are often called
replies    what short replies say; unknowns: "not known" in all its forms; corrections; pictures: emoji
commands   words that are commands: back, skip, help
numerals   numbers in words; places: numbers that stand for options; shares: so many of so many
units      how units are written; measures: words around a number; doses: doses beside a drug's name
ages, calendar, dating, lasting
           ages; names of days and months; words around a date; what has not ended yet
names      Chinese surnames and titles, and what only looks like a name
"""
