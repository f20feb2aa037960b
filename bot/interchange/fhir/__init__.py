"""HL7 FHIR R4 and R5: a trial as Questionnaire and ResearchStudy, a case as QuestionnaireResponse and ResearchSubject.

Resources are plain dictionaries, their numbers decimals. Where the two releases differ stands in `release`.
"""
