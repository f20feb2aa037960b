"""The prescreener. Imports go strictly down this list; rooms on one line do not know each other:

commands                                  what can be typed in a shell; the only place that builds things
care                                      what an operator needs: doctor, backups, the look before the start
channels | store | content | settings | logs
                                          Telegram, terminal, files; SQL; trials and words; how it is set up and logged
interchange | papers                      what others can read: FHIR, ODM, SDTM; FHIR answers as ours; the log, the
                                          numbers and cases on paper
desk                                      one event: load the case, step, store, hand out what is to be shown
ports                                     what the desk needs of the world
core | private                            pure: what is asked, what is understood, what follows from it; files that
                                          nobody else may read

`bot/core/step.py` is the place to begin reading: one event in, lines for the record and screens out.
"""
