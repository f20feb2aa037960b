"""What others can read: trials and cases as HL7 FHIR, CDISC ODM and SDTM; and FHIR answers as this program takes them.

The record is only read here, never written. Nothing that is given away names a member of staff, a chat, or the site's
own label of a subject: people and subjects are their codes.

parts      what a question is split into where a standard has no place for its answer as a whole
subject    one case as it stands, with every change of an answer
headings   a trial's questions as a form shows them
exact      JSON with exact numbers
uris       the names that the formats need for what is ours
fhir       Questionnaire, QuestionnaireResponse, ResearchStudy, ResearchSubject; R4 and R5; reading answers
odm        CDISC ODM 1.3.2: the study's metadata and the cases, each answer with its audit record
sdtm       CDISC SDTM TI and IE, as Dataset-JSON 1.1
formats    the formats by name
export     which cases of a store are written
"""
