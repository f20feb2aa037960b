"""HL7 FHIR R4 and R5: a trial as Questionnaire and ResearchStudy, a case as QuestionnaireResponse and ResearchSubject.

Resources are plain dictionaries, their numbers decimals.

release        the releases, and the small pieces that all resources are made of
questionnaire  the questions; enabling: when each is asked
study          the trial with its criteria, a case's state in it
response       a case's answers; signature: the investigator's word on them
reading        responses as the answers that `evaluate` takes; answered: what one question's items say
"""
