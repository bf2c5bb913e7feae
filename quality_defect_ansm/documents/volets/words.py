# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The choices of the forms: (key, English of the screens, French of the form).

What leaves for the agency is French, whatever languages the database has.
"""

YES_NO = (("yes", "Yes", "oui"), ("no", "No", "non"))

STATUSES = (
    ("amm", "Marketing authorisation (AMM)", "AMM"),
    (
        "parallel_import",
        "Parallel import authorisation",
        "Autorisation d’importation parallèle",
    ),
    ("early_access", "Early access", "Accès précoce"),
    ("compassionate_access", "Compassionate access", "Accès compassionnel"),
    ("atu", "Former temporary authorisation (ATU)", "ATU (avant 2021)"),
    ("trial", "Clinical trial", "Essai clinique"),
)
PROCEDURES = (
    ("national", "National", "nationale"),
    ("mutual_recognition", "Mutual recognition", "reconnaissance mutuelle"),
    ("decentralised", "Decentralised", "décentralisée"),
    ("centralised", "Centralised", "centralisée"),
)
CHANNELS = (
    ("wholesaler", "Wholesaler", "Grossiste-répartiteur"),
    ("pharmacy", "Community pharmacy", "Officine"),
    ("hospital", "Hospital", "Hôpital"),
    ("samples", "Medical samples", "Échantillons médicaux"),
    ("trial", "Clinical trial", "Essai clinique"),
    ("other", "Other (humanitarian)", "Autre (humanitaire)"),
)
ABROAD = (("eu", "EU", "UE"), ("other", "Outside the EU", "hors UE"))
ORIGINS = (
    ("patient", "Patient", "Patient"),
    ("professional", "Health professional", "Professionnel de santé"),
    ("pharmacy", "Community pharmacy", "Officine"),
    ("hospital", "Hospital pharmacy", "Pharmacie à usage intérieur"),
    ("wholesaler", "Wholesaler", "Grossiste-répartiteur"),
    ("depositary", "Depositary", "Dépositaire"),
    ("manufacturer", "Manufacturer", "Fabricant / façonnier"),
    ("stability", "Stability study", "Étude de stabilité"),
    ("production", "Production or testing", "Production / contrôle"),
    ("inspection", "Inspection or audit", "Inspection / audit"),
    ("authority", "Another authority", "Autre autorité"),
    ("other", "Other", "Autre"),
)
RISK_CLASSES = (
    (
        "class_1",
        "Class I – may threaten life or health seriously",
        "Classe I – peut menacer la vie ou présenter un risque grave pour la santé",
    ),
    (
        "class_2",
        "Class II – may cause illness or mistreatment",
        "Classe II – peut causer une maladie ou un traitement inadapté, "
        "sans relever de la classe I",
    ),
    (
        "class_3",
        "Class III – no significant hazard",
        "Classe III – ne présente pas de risque significatif pour la santé",
    ),
)
SHORTAGE_RISKS = (
    ("yes", "Yes", "oui"),
    ("no", "No", "non"),
    ("assessed", "Being assessed", "en cours d’évaluation"),
)
MEASURE_KINDS = (
    ("blocking", "Blocking of the stock", "Mise en quarantaine du stock"),
    ("stop", "Stop of distribution", "Arrêt de la distribution"),
    ("recall", "Batch recall", "Rappel de lot(s)"),
    (
        "information",
        "Information to health professionals",
        "Information des professionnels de santé",
    ),
    ("other", "Other", "Autre mesure"),
)
MEASURE_LEVELS = (
    ("own_stock", "Our stock and depositary", "Exploitant et dépositaire"),
    ("wholesaler", "Wholesalers", "Grossistes-répartiteurs"),
    ("pharmacy", "Pharmacies and hospital pharmacies", "Officines et PUI"),
    ("patient", "Patients", "Patients"),
)
MEASURE_STATES = (
    ("taken", "Taken", "prise"),
    ("proposed", "Proposed", "proposée"),
)
CAUSE_STATES = (
    ("confirmed", "Confirmed", "confirmée"),
    ("probable", "Most probable", "la plus probable"),
    ("not_found", "Not found", "non identifiée"),
)
CAUSE_METHODS = (
    ("five_why", "5 why", "5 pourquoi"),
    ("ishikawa", "Ishikawa", "Ishikawa"),
    ("fmea", "FMEA", "AMDEC"),
    ("other", "Other", "autre"),
)
EXTENT_KINDS = (
    ("batch", "Batch", "Lot"),
    ("product", "Product", "Produit"),
    ("market", "Market", "Marché"),
)
EXTENT_RESULTS = (
    ("included", "Concerned", "concerné"),
    ("excluded", "Excluded", "exclu"),
    ("assessed", "Being assessed", "en cours d’évaluation"),
)
DISPOSITIONS = (
    ("blocked", "Kept blocked", "maintenu en quarantaine"),
    ("destroyed", "Destruction", "destruction"),
    ("returned", "Return to the manufacturer", "retour au fabricant"),
    ("reworked", "Rework", "reconditionnement"),
    ("released", "Release after investigation", "libéré après investigation"),
)
ACTION_KINDS = (
    ("immediate", "Immediate Action", "Correction immédiate"),
    ("correction", "Corrective Action", "Action corrective"),
    ("prevention", "Preventive Action", "Action préventive"),
    ("improvement", "Improvement Opportunity", "Amélioration"),
)


def selection(words):
    """Return the choices of a field.

    >>> selection(YES_NO)
    [('yes', 'Yes'), ('no', 'No')]
    """
    return [(key, english) for key, english, _french in words]


def options(words):
    """Return the boxes of a form.

    >>> options(YES_NO)
    (('yes', 'oui'), ('no', 'non'))
    """
    return tuple((key, french) for key, _english, french in words)


def french(words, key):
    """Return the French of a choice, empty for none.

    >>> french(YES_NO, "yes"), french(YES_NO, False)
    ('oui', '')
    """
    return dict(options(words)).get(key, "")
