# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the demo decides: the signals as they came, the criteria, the outcomes. A
``timedelta`` is that long ago."""

from datetime import timedelta

#: By batch: the signal of its nonconformity, and who it is from.
SIGNALS = {
    "RT0931": {
        "verbatim": "« Dans une boîte de dix, trois flacons sont fissurés sous le "
        "col, on le voit à la préparation. J’ai mis la boîte de côté, aucun patient "
        "n’en a reçu. » [pharmacien de la PUI, par téléphone]",
        "origin": "hospital",
        "detection_date": timedelta(days=1),
        "adverse_effect": "no",
        "sample": "asked",
        "sample_asked_on": timedelta(hours=4),
    },
    "AB2417": {
        "verbatim": "« Deux patients nous ont rapporté des comprimés avec des points "
        "noirs. L’un d’eux a eu des nausées. Je vous envoie les plaquettes. » "
        "[pharmacien titulaire, par courriel]",
        "origin": "pharmacy",
        "detection_date": timedelta(days=3),
        "adverse_effect": "yes",
        "sample": "received",
        "sample_asked_on": timedelta(days=1),
        "sample_received_on": timedelta(hours=6),
        "reply": "Merci de ce signalement : le lot est bloqué, les plaquettes sont à "
        "l’examen. Une réponse écrite suivra.",
        "replied_on": timedelta(hours=5),
    },
    "AB2455": {
        "verbatim": "« Un étui d’Aubralgine contient une plaquette de Lévézou, vu au "
        "contrôle de réception. » [répartiteur, par courriel]",
        "origin": "wholesaler",
        "detection_date": timedelta(days=3),
        "adverse_effect": "no",
        "sample": "received",
        "sample_asked_on": timedelta(days=3),
        "sample_received_on": timedelta(days=2),
    },
    "AL0318": {
        "verbatim": "« Neuf tubes fuient au sertissage, quatre officines concernées. » "
        "[distributeur marocain, par courriel]",
        "origin": "wholesaler",
        "detection_date": timedelta(days=5),
        "adverse_effect": "no",
        "sample": "asked",
        "sample_asked_on": timedelta(days=4),
    },
}
#: By batch: the reporter, who stands in no evidence.
REPORTERS = {
    "AB2417": {"kind": "professional", "name": "Dr Aline Técher (exemple)"},
}
#: By batch: what is answered beside what the stock and the medicine tell.
CRITERIA = {
    "RT0931": {
        "amm_deviation": "yes",
        "gmp_deviation": "no",
        "distribution_incident": "no",
        "patient_risk": "yes",
    },
    "AB2417": {
        "amm_deviation": "yes",
        "gmp_deviation": "yes",
        "distribution_incident": "no",
        "patient_risk": "unknown",
    },
    "AB2455": {
        "amm_deviation": "yes",
        "gmp_deviation": "yes",
        "distribution_incident": "no",
        "patient_risk": "yes",
    },
    "AL0318": {
        "human_use": "yes",
        "marketed": "no",
        "made_in_france": "yes",
        "amm_deviation": "yes",
        "gmp_deviation": "no",
        "distribution_incident": "no",
        "patient_risk": "unknown",
    },
}
#: By batch: role, login or reference of a contact, hours ago, way, reference.
TOLD = {
    "RT0931": [
        ("pr", "pr", 4, "phone", ""),
        ("pq", "pq", 4, "phone", ""),
        ("supply", "qa", 3, "meeting", ""),
    ],
    "AB2417": [
        ("pr", "pr", 27, "phone", ""),
        ("pharmacovigilance", "pq", 24, "email", "PV-2026-0088"),
        ("management", "pr", 22, "meeting", ""),
    ],
    "AB2455": [("pr", "pr", 73, "phone", ""), ("pq", "pq", 72, "phone", "")],
    "AL0318": [("pr", "pr", 101, "phone", "")],
}

#: Nonconformities on distributed batches that are not declared by us: batch, words
#: of the nonconformity, signal, decision.
NOT_OURS = [
    (
        "LV7702",
        (
            "Cartons de regroupement écrasés – livraison du Littoral",
            "Réclamation client",
            "GR-LITTORAL",
            "Le grossiste signale deux cartons de regroupement écrasés au "
            "déchargement ; étuis intacts après tri.",
        ),
        {
            "verbatim": "« Deux cartons écrasés à l’arrivée, nous avons trié : aucun "
            "étui abîmé. » [réception du grossiste, par courriel]",
            "origin": "wholesaler",
            "adverse_effect": "no",
            "sample": "none",
            "replied_on": timedelta(days=4),
            "reply": "Reprise des deux cartons ; enquête auprès du transporteur.",
        },
        {
            "outcome": "not_declared",
            "amm_deviation": "no",
            "gmp_deviation": "no",
            "distribution_incident": "yes",
            "patient_risk": "no",
            "justification": "Emballage de transport seul, étuis et blisters intacts "
            "après contrôle à 100 % des deux cartons : aucun effet sur le médicament "
            "ni risque pour le patient. Déviation transport DEV-0219 ouverte.",
        },
    ),
    (
        "TR1205",
        (
            "Notice d’une autre édition – étuis façonnés au Ségala",
            "Information du fabricant",
            "CONDI",
            "Le façonnier constate une inversion de bobines de notices sur un poste "
            "de conditionnement ; il a déclaré pour tous les exploitants servis.",
        ),
        {
            "verbatim": "« Une bobine de notices de l’édition précédente a été montée "
            "le 3 ; nous déclarons le défaut à l’ANSM pour l’ensemble des lots. » "
            "[assurance qualité du façonnier, par courriel]",
            "origin": "manufacturer",
            "adverse_effect": "no",
            "sample": "received",
        },
        {
            "outcome": "by_another",
            "amm_deviation": "yes",
            "gmp_deviation": "yes",
            "distribution_incident": "no",
            "patient_risk": "unknown",
            "contract_clause": "Cahier des charges qualité QA-112, § 8.4",
            "their_reference": "2026-DQ-00398",
            "declared_on": timedelta(days=5),
            "proof_name": "accuse-declaration-faconnier.txt",
        },
    ),
]
PROOF = "Accusé de réception de la déclaration du façonnier (démonstration)."
