# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each line of the volets: what is changed, and what is then printed.

(key of the content, record changed, values, French printed). Keys of tables are
``table.column``. The records are those of ``test_volet_content``.
"""

from datetime import date, datetime

NOON = datetime(2026, 5, 4, 10, 0)
AT_NOON = "lundi 4 mai 2026, 12 h 00 (heure de Paris, UTC+02:00)"


def text(key, field=None, record="case"):
    """Return the row of a free text: printed as it is written."""
    said = f"Dit de {key}"
    return (key, record, {field or key: said}, said)


BOTH = [
    ("case_number", "case", {"case_number": "2026-DQ-00777"}, "2026-DQ-00777"),
    ("signal_received", "case", {"signal_received_at": NOON}, AT_NOON),
    (
        "known_at",
        "case",
        {"known_at": datetime(2026, 5, 5, 10, 30)},
        "mardi 5 mai 2026, 12 h 30 (heure de Paris, UTC+02:00)",
    ),
    ("other_specialities", "other", {"case_number": "2026-DQ-00888"}, "2026-DQ-00888"),
    ("product_name", "medicine", {"name": "AUBRALGINE 1 g"}, "AUBRALGINE 1 g"),
    text("presentation", "name", "pack"),
    text("inn", "inn", "medicine"),
    ("cip13", "pack", {"cip13": "3400930000014"}, "3400930000014"),
    ("batches.lot", "batch", {"lot_name": "Z0009"}, "Z0009"),
    ("batches.expiry", "batch", {"expiration_date": date(2029, 1, 31)}, "31/01/2029"),
    (
        "batches.manufactured",
        "batch",
        {"manufacturing_date": date(2026, 2, 3)},
        "03/02/2026",
    ),
    ("batches.size", "batch", {"batch_size": 11111}, "11\u202f111"),
    (
        "batches.distribution_start",
        "batch",
        {"distribution_start": date(2026, 2, 11)},
        "11/02/2026",
    ),
    (
        "batches.distribution_end",
        "batch",
        {"distribution_end": date(2026, 3, 12)},
        "12/03/2026",
    ),
    ("batches.quantity_france", "batch", {"quantity_france": 2222}, "2\u202f222"),
    ("batches.quantity_total", "batch", {"quantity_total": 3333}, "3\u202f333"),
    text("company_name", "name", "company"),
    text("company_address", "street", "company_partner"),
    ("pr", "pharmacist", {"phone": "01 99 00 77 01"}, "01 99 00 77 01"),
    ("contact", "case", {"contact_phone": "01 99 00 77 02"}, "01 99 00 77 02"),
    ("annexes.name", "annex", {"name": "etui.jpg"}, "etui.jpg"),
    text("annexes.description", "description", "annex"),
    ("annexes.size", "annex", {"size": 3_500_000}, "3,3 Mo"),
    ("annexes.file_sha256", "annex", {"file_sha256": "ab" * 32}, "ab" * 32),
]

VOLET_1 = [
    *BOTH,
    (
        "distribution_france",
        "case",
        {"channel_samples": True, "distribution_reason": "Fichier du dépositaire"},
        "☒ Échantillons médicaux",
    ),
    ("distribution_abroad", "case", {"country_ids": ["be", "ma"]}, "☒ hors UE"),
    ("countries_eu", "case", {"country_ids": ["be"]}, "Belgique"),
    ("countries_other", "case", {"country_ids": ["be", "ma"]}, "Maroc"),
    (
        "distribution_source",
        "case",
        {"channel_trial": True, "distribution_reason": "Fichier du jour"},
        "Fichier du jour",
    ),
    ("authorisation", "medicine", {"status": "early_access"}, "☒ Accès précoce"),
    text("authorisation_number", "authorisation_number", "medicine"),
    ("cis", "medicine", {"cis_code": "60000077"}, "60000077"),
    ("holder", "medicine", {"holder_id": "site"}, "Site d’essai\n7 rue du Test"),
    ("generic", "medicine", {"generic": "yes"}, "☒ oui"),
    ("procedure", "medicine", {"procedure": "centralised"}, "☒ centralisée"),
    ("rapporteur", "medicine", {"rapporteur_id": "es"}, "Espagne"),
    ("supervisor", "medicine", {"supervisor_id": "ie"}, "Irlande"),
    ("production_sites", "medicine", {"production_site_ids": "site"}, "Site d’essai"),
    ("packaging_sites", "medicine", {"packaging_site_ids": "site"}, "Site d’essai"),
    ("release_sites", "medicine", {"release_site_ids": "site"}, "Site d’essai"),
    ("sample_sites", "medicine", {"sample_site_ids": "site"}, "Site d’essai"),
    text("defect_description"),
    ("falsification", "case", {"falsification": "yes"}, "☒ oui"),
    text("falsification_comment"),
    ("signal_origin", "case", {"signal_origin": "stability"}, "☒ Étude de stabilité"),
    ("detection_date", "case", {"detection_date": date(2026, 5, 6)}, "06/05/2026"),
    text("detection_place"),
    text("complaints_france"),
    text("complaints_world"),
    text("defective_units"),
    ("sample", "case", {"sample_available": "no"}, "☒ non"),
    ("photo", "case", {"photo_available": "no"}, "☒ non"),
    ("adverse_effects", "case", {"adverse_effects": "yes"}, "☒ oui"),
    text("adverse_effects_number"),
    text("pharmacovigilance_reference"),
    (
        "pharmacovigilance_date",
        "case",
        {"pharmacovigilance_date": date(2026, 5, 7)},
        "07/05/2026",
    ),
    text("other_batches"),
    text("risk_assessment"),
    (
        "risk_class",
        "case",
        {"risk_class": "class_3"},
        "☒ Classe III – ne présente pas de risque significatif pour la santé",
    ),
    text("cause_hypothesis"),
    ("stocks.lot", "batch", {"lot_name": "Z0009"}, "Z0009"),
    ("stocks.stock_own", "batch", {"stock_own": 4444}, "4\u202f444"),
    ("stocks.stock_depositary", "batch", {"stock_depositary": 5555}, "5\u202f555"),
    ("stocks.stock_wholesaler", "batch", {"stock_wholesaler": 6666}, "6\u202f666"),
    ("stocks.stock_blocked", "batch", {"stock_blocked": 7777}, "7\u202f777"),
    text("stocks.stock_source", "stock_source", "batch"),
    ("measures.number", "measure", {"number": 42}, "42"),
    ("measures.kind", "measure", {"kind": "recall"}, "Rappel de lot(s)"),
    ("measures.level", "measure", {"level": "pharmacy"}, "Officines et PUI"),
    ("measures.state", "measure", {"state": "taken"}, "prise"),
    ("measures.at", "measure", {"at": NOON}, AT_NOON),
    text("measures.details", "details", "measure"),
    (
        "shortage_risk",
        "case",
        {"shortage_risk": "assessed"},
        "☒ en cours d’évaluation",
    ),
    text("shortage_comment"),
    ("mitm", "medicine", {"mitm": "yes"}, "☒ oui"),
    text("alternatives"),
    text("other_authorities"),
]

VOLET_2 = [
    *BOTH,
    text("record_manufacture"),
    text("record_packaging"),
    text("record_testing"),
    text("record_release"),
    text("deviations"),
    text("retained_samples"),
    text("returned_samples"),
    text("similar_complaints"),
    text("cold_chain"),
    ("extent.kind", "extent", {"kind": "market"}, "Marché"),
    text("extent.name", "name", "extent"),
    ("extent.result", "extent", {"result": "excluded"}, "exclu"),
    text("extent.reason", "reason", "extent"),
    ("cause_state", "case", {"cause_state": "probable"}, "☒ la plus probable"),
    text("root_cause"),
    ("cause_method", "case", {"cause_method": "fmea"}, "☒ AMDEC"),
    text("impact_quality"),
    text("impact_patient"),
    text("impact_authorisation"),
    text("impact_supply"),
    ("market_measures.number", "measure", {"number": 42}, "42"),
    ("market_measures.kind", "measure", {"kind": "recall"}, "Rappel de lot(s)"),
    ("market_measures.level", "measure", {"level": "patient"}, "Patients"),
    ("market_measures.state", "measure", {"state": "taken"}, "prise"),
    ("market_measures.at", "measure", {"at": NOON}, AT_NOON),
    text("market_measures.outcome", "outcome", "measure"),
    ("outcomes.lot", "batch", {"lot_name": "Z0009"}, "Z0009"),
    ("outcomes.distributed", "batch", {"quantity_total": 3333}, "3\u202f333"),
    ("outcomes.recovered", "batch", {"quantity_recovered": 8765}, "8\u202f765"),
    ("outcomes.destroyed", "batch", {"quantity_destroyed": 8654}, "8\u202f654"),
    text("outcomes.source", "outcome_source", "batch"),
    ("capa.reference", "action", {"reference": "CAPA-077"}, "CAPA-077"),
    ("capa.kind", "action", {"type_action": "prevention"}, "Action préventive"),
    text("capa.name", "name", "action"),
    ("capa.owner", "action", {"user_id": "manager"}, "manager_test (test)"),
    ("capa.due", "action", {"date_deadline": date(2026, 6, 8)}, "08/06/2026"),
    ("capa.status", "action", {"stage_id": "stage_open"}, "en cours"),
    text("capa.effectiveness", "ansm_effectiveness", "action"),
    ("fates.lot", "batch", {"lot_name": "Z0009"}, "Z0009"),
    ("fates.disposition", "batch", {"disposition": "reworked"}, "reconditionnement"),
    text("fates.details", "disposition_details", "batch"),
    text("conclusion"),
    text("remaining_actions"),
    (
        "next_report_date",
        "case",
        {"next_report_date": date(2026, 6, 9)},
        "09/06/2026",
    ),
    text("attachments"),
]

#: What the letter has of both volets.
LETTER = {
    *("case_number", "other_specialities", "product_name", "presentation"),
    *("company_name", "company_address", "pr", "contact"),
}
WITHDRAWAL = [
    *(row for row in BOTH if row[0] in LETTER),
    ("lots", "batch", {"lot_name": "Z0009"}, "Z0009"),
    text("withdrawal_reason"),
]

RECALL = [
    *(row for row in BOTH if row[0] in LETTER | {"inn", "cip13"}),
    (
        "recall_batches.expiry",
        "batch",
        {"expiration_date": date(2029, 1, 31)},
        "31/01/2029",
    ),
    ("recall_batches.france", "batch", {"quantity_france": 2222}, "2\u202f222"),
    ("recall_batches.total", "batch", {"quantity_total": 3333}, "3\u202f333"),
    ("recall_batches.stock", "batch", {"stock_own": 4444}, "4\u202f444"),
    ("recall_batches.source", "batch", {"figures_at": NOON}, AT_NOON),
    ("recall_level", "recall", {"level": "patient"}, "☒ Patients"),
    (
        "recall_class",
        "recall",
        {"risk_class": "class_3"},
        "☒ Classe III – ne présente pas de risque significatif pour la santé",
    ),
    (
        "recall_shortage",
        "recall",
        {"shortage_risk": "assessed"},
        "☒ en cours d’évaluation",
    ),
    text("recall_reason", "reason", "recall"),
    text("recall_risk", "risk_assessment", "recall"),
    text("recall_alternatives", "alternatives", "recall"),
    text("recall_message", "message", "recall"),
    ("notice", "recall", {"notice": True}, "L. 5124-6"),
]

ROWS = {
    "volet_1": VOLET_1,
    "volet_2": VOLET_2,
    "withdrawal": WITHDRAWAL,
    "recall": RECALL,
}

#: Kept by the version itself: ``test_volet``, ``test_volet_changes``,
#: ``test_withdrawal`` and ``test_recall_letter`` hold them.
OF_THE_VERSION = {
    "recall_batches.lot",
    "recall_batches.product",
    "lots",
    "recall_name",
    "recall_about",
    "recall_phone",
    "recall_calls",
    "request",
    "sent_versions.name",
    "sent_versions.sealed",
    "sent_versions.sent",
    "sent_versions.pdf_sha256",
    "version",
    "status",
    "replaces",
    "change_reason",
    "case_reference",
    "changes.label",
    "changes.before",
    "changes.after",
    "volet_1_version",
    "corrections_words",
    "corrections.label",
    "corrections.before",
    "corrections.after",
}
