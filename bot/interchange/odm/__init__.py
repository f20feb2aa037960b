"""CDISC ODM 1.3.2, a transactional file: the study's metadata, then each answer of each case with its audit record.

xml        elements, and texts in every language
items      what a question's answer is as items and their values
metadata   Study: units, event, form, item groups, items, code lists
clinical   ClinicalData: one for each entry of the record that changed an answer
document   the file
"""
