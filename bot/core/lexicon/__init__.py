"""Words that people type, in both languages, and how they are brought into one form.

Tables and small functions only: nothing here knows of questions.
"""
