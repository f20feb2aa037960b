"""Names of what a question may ask for by a general word: pneumonia is an infection, ceftriaxone an antimicrobial.

Who names one says yes to the general question, but most likely only; who denies one need not deny them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.lexicon.forms import words
from bot.core.lexicon.kindred import speaks_of


@dataclass(frozen=True, slots=True)
class General:
    """A general word as questions use it, and the names of what falls under it."""

    asked: frozenset[str]
    names: frozenset[str]


_INFECTIONS = words(
    "肺炎|肺部感染|支气管炎|上呼吸道感染|上感|呼吸道感染|尿路感染|泌尿系感染|尿感|肾盂肾炎|膀胱炎|皮肤感染|软组织感染|蜂窝织炎|丹毒|脓肿|败血症|脓毒症|菌血症|腹膜炎"
    "|脑膜炎|肠炎|感染性腹泻|胆囊炎|胆管炎|阑尾炎|带状疱疹|带疱|水痘|流感|甲流|乙流|新冠|新冠肺炎|结核|肺结核|肺孢子菌肺炎|卡肺|真菌感染|鹅口疮|中耳炎|鼻窦炎|扁桃体炎|心内膜炎|骨髓炎"
    "|pneumonia|chest infection|bronchitis|uri|urti|lrti|uti|utis|urosepsis|pyelonephritis|cystitis|cellulitis|erysipelas|abscess|sepsis|septicaemia"
    "|septicemia|bacteraemia|bacteremia|peritonitis|meningitis|gastroenteritis|cholecystitis|cholangitis|appendicitis|zoster|shingles|herpes zoster|chickenpox"
    "|flu|influenza|covid|covid-19|tuberculosis|tb|pcp|thrush|candidiasis|otitis|sinusitis|tonsillitis|endocarditis|osteomyelitis"
)
_ANTIMICROBIALS = words(
    "青霉素|阿莫西林|氨苄西林|哌拉西林|哌拉西林他唑巴坦|哌拉西林舒巴坦|阿莫西林克拉维酸|头孢|头孢曲松|头孢他啶|头孢哌酮|头孢哌酮舒巴坦|头孢呋辛|头孢唑林|头孢噻肟|头孢吡肟|头孢西丁|头孢克肟|头孢地尼"
    "|舒普深|特治星|罗氏芬|亚胺培南|美罗培南|厄他培南|比阿培南|泰能|美平|左氧氟沙星|左氧|可乐必妥|莫西沙星|拜复乐|环丙沙星|阿奇霉素|克拉霉素|红霉素|万古霉素|替考拉宁|利奈唑胺|达托霉素|替加环素|多西环素"
    "|米诺环素|阿米卡星|庆大霉素|依替米星|甲硝唑|奥硝唑|替硝唑|克林霉素|磷霉素|复方新诺明|氨曲南|多黏菌素|氟康唑|伏立康唑|伊曲康唑|泊沙康唑|卡泊芬净|米卡芬净|两性霉素b|阿昔洛韦|更昔洛韦|伐昔洛韦|缬更昔洛韦|膦甲酸钠"
    "|奥司他韦|帕拉米韦|异烟肼|利福平|抗生素|抗菌药|抗菌素|抗病毒药|消炎药"
    "|penicillin|amoxicillin|augmentin|ampicillin|piperacillin|tazobactam|piperacillin-tazobactam|piperacillin tazobactam|pip-tazo|pip/tazo|piptazo"
    "|tazocin|zosyn|cephalosporin|ceftriaxone|rocephin|ceftazidime|cefoperazone|cefuroxime|cefazolin|cefotaxime|cefepime|cefoxitin|cefixime|cephalexin"
    "|imipenem|meropenem|ertapenem|levofloxacin|moxifloxacin|ciprofloxacin|azithromycin|clarithromycin|erythromycin|vancomycin|teicoplanin|linezolid"
    "|daptomycin|tigecycline|doxycycline|minocycline|amikacin|gentamicin|metronidazole|clindamycin|fosfomycin|cotrimoxazole|co-trimoxazole|bactrim"
    "|septrin|tmp-smx|aztreonam|colistin|nitrofurantoin|fluconazole|voriconazole|itraconazole|posaconazole|caspofungin|micafungin|amphotericin"
    "|amphotericin b|acyclovir|aciclovir|ganciclovir|valacyclovir|valaciclovir|valganciclovir|foscarnet|oseltamivir|tamiflu|peramivir|isoniazid"
    "|rifampicin|rifampin|antibiotic|antibiotics|abx|antiviral|antivirals|antifungal|antifungals"
)
_GENERALS = (
    General(words("感染|infection|infections|infectious"), _INFECTIONS),
    General(
        words(
            "抗生素|抗菌|抗感染|抗微生物|抗病毒|antimicrobial|antimicrobials|antibiotic|antibiotics|antiviral|antivirals"
        ),
        _ANTIMICROBIALS,
    ),
)
_TREATED = words("治疗|用药|treatment|treated|therapy|under treatment|on treatment")


def names_under(text: str) -> Iterator[str]:
    """The names of all that a question asks for by a general word; of an infection under treatment also what treats it."""
    for general in _GENERALS:
        if speaks_of(text, general.asked):
            yield from general.names
    if speaks_of(text, _GENERALS[0].asked) and speaks_of(text, _TREATED):
        yield from _ANTIMICROBIALS
