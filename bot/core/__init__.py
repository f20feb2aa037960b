"""The core: pure functions of immutable data. No clock, chance, disk, network, database, catalogue or async in here.

From below, as the imports go:

truth, answers, messages, languages, digits
             three truth values; values; sentences as data; the languages; logarithms and powers of exact numbers
lexicon      words that people type; shapes: what an answer can look like; ranges: numbers known within bounds;
             identifiers: what may identify a person
kinds        a typed reply -> an answer; rules: the protocol's language -> parts that are judged
trial        one protocol version; topics: questions about one option of a list; several: several answers at once;
             asides: an answer in one clause of a reply
reply        what a typed reply means: an answer, a command, several answers
facts        the answers as the rules see them; verdict: findings and the verdict; reasons: why, in words
case         one subject being screened; folding: its record -> the case
machine      which screen follows which; queries: the machine of the study team's queries
reminders, rescreening
             what somebody is to be reminded of; which answers a later attempt takes over
screens      what is shown, as data
turn         the workings of one step; acts: what a person can do in it
step         one step: an event in, lines of the record and screens out; signing: an investigator's signature
"""
