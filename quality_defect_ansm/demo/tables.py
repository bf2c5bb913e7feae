# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A believable exploitant. Everything is fictitious: names under .example,
telephone numbers of the ranges kept for fiction, CIS codes that do not exist."""

COMPANY = {
    "name": "Laboratoires Aubrac Santé",
    "street": "12 rue des Burons",
    "zip": "12000",
    "city": "Rodez",
    "phone": "01 99 00 12 00",
    "email": "qualite@aubrac-sante.example",
}
OTHER_COMPANY = {
    "name": "Laboratoires Vercors Pharma",
    "street": "3 avenue du Grand Veymont",
    "zip": "38000",
    "city": "Grenoble",
    "phone": "01 99 00 38 00",
    "email": "qualite@vercors-pharma.example",
}
AGENCY = {
    "name": "Agence (démonstration)",
    "department": "Pôle Défauts qualité",
    "postal_address": "1 rue de l’Exemple\n93000 Ville",
    "email": "defauts-qualite@agence.example",
    "phone": "01 99 00 55 87",
    "exercise_phone": "01 99 00 55 99",
    "source": "Boîte aux lettres de démonstration, sur cette machine",
    "date_from": "2020-01-01",
}

#: login: (name, group, title on the form, telephone, mobile)
USERS = {
    "qa": ("Claire Martin", "preparer", "01 99 00 12 10", "06 39 98 12 10"),
    "pr": ("Hélène Vasseur", "manager", "01 99 00 12 01", "06 39 98 12 01"),
    "pri": ("Thomas Lemaire", "preparer", "01 99 00 12 02", "06 39 98 12 02"),
    "pq": ("Sofia Benali", "manager", "01 99 00 12 03", "06 39 98 12 03"),
    "reader": ("Paul Girard", "reader", "01 99 00 12 20", "06 39 98 12 20"),
}
OTHER_USERS = {
    "qa2": ("Julie Perret", "manager", "01 99 00 38 10", "06 39 98 38 10"),
    "pr2": ("Marc Ollivier", "manager", "01 99 00 38 01", "06 39 98 38 01"),
}
#: login: role
SIGNATORIES = {"pr": "pr", "pri": "pri", "pq": "pq"}
OTHER_SIGNATORIES = {"pr2": "pr"}

#: batch, index of the medicine, boxes made, days until its expiry
BATCHES = [
    ("AB2417", 0, 24000, 820),
    ("AB2418", 0, 24000, 850),
    ("RT0931", 1, 6000, 540),
    ("LV7702", 2, 18000, 700),
    ("TR1205", 3, 9000, 610),
    ("AB2455", 0, 12000, 880),
    ("LV7731", 2, 9000, 760),
    ("AL0318", 4, 5000, 500),
]
#: reference: (name, street, post code, town, country)
CUSTOMERS = {
    "GR-MASSIF": ("Répartition du Massif", "8 rue du Fret", "63000", "Clermont", "fr"),
    "GR-LITTORAL": (
        "Littoral Répartition",
        "2 quai Nord",
        "34000",
        "Montpellier",
        "fr",
    ),
    "PUI-RODEZ": (
        "CH de l’Aveyron – PUI",
        "1 av. de l’Hôpital",
        "12000",
        "Rodez",
        "fr",
    ),
    "OFF-HALLES": ("Pharmacie des Halles", "4 place du Bourg", "12000", "Rodez", "fr"),
    "OFF-REUNION": ("Pharmacie du Piton", "9 rue du Port", "97400", "St-Denis", "re"),
    "GR-BXL": ("Meuse Répartition SA", "15 rue du Canal", "1000", "Bruxelles", "be"),
    "GR-CASA": ("Atlas Distribution", "21 bd des Dunes", "20000", "Casablanca", "ma"),
}
#: beginning of the reference: kind of recipient
RECIPIENTS = {"GR": "wholesaler", "PUI": "hospital", "OFF": "pharmacy"}
#: batch, customer, boxes, days ago
DELIVERIES = [
    ("AB2417", "GR-MASSIF", 8000, 41),
    ("AB2417", "GR-LITTORAL", 6000, 38),
    ("AB2417", "PUI-RODEZ", 400, 33),
    ("AB2417", "OFF-REUNION", 120, 30),
    ("AB2417", "GR-BXL", 1500, 28),
    ("AB2418", "GR-MASSIF", 5000, 12),
    ("RT0931", "PUI-RODEZ", 250, 25),
    ("RT0931", "GR-CASA", 900, 22),
    ("LV7702", "GR-LITTORAL", 7000, 20),
    ("LV7702", "OFF-HALLES", 60, 18),
    ("TR1205", "GR-MASSIF", 3000, 9),
    ("AB2455", "GR-MASSIF", 2400, 14),
    ("LV7731", "GR-LITTORAL", 1800, 13),
    ("LV7731", "PUI-RODEZ", 90, 11),
    ("AL0318", "GR-CASA", 4200, 17),
]
#: batch, customer, boxes, days ago
RETURNS = [("AB2417", "GR-LITTORAL", 350, 15)]

#: name, origin, customer, description
NONCONFORMITIES = [
    (
        "Flacons fissurés – ROUTHÉNIL lot RT0931",
        "Réclamation client",
        "PUI-RODEZ",
        "La PUI signale trois flacons fissurés sous le col dans une boîte de dix, "
        "constatés à la préparation. Aucun patient exposé. Boîte isolée, "
        "échantillon demandé.",
    ),
    (
        "Dosage erroné sur l’étui – LÉVÉZOU lot LV7702",
        "Réclamation client",
        "OFF-HALLES",
        "L’officine constate un étui imprimé « 10 mg » contenant des plaquettes "
        "de 5 mg. Un étui vu ; contrôle de l’échantillothèque en cours.",
    ),
    (
        "Résultat hors spécification en stabilité – TRUYÈRE lot TR1205",
        "Étude de stabilité",
        "GR-MASSIF",
        "Teneur en conservateur à 84 % à 12 mois (spécification : 90 à 110 %), "
        "confirmée après investigation au laboratoire.",
    ),
    (
        "Points noirs sur comprimés – AUBRALGINE lot AB2417",
        "Réclamation client",
        "OFF-REUNION",
        "Points noirs à la surface de comprimés, dans deux plaquettes rapportées par "
        "des patients puis une troisième en Belgique.",
    ),
]

#: CAPA of the first one: name, kind, days until due
ACTIONS = [
    ("Contrôler à 100 % le stock restant du lot RT0931", "immediate", 3),
    ("Revoir le réglage de la sertisseuse de la ligne 4", "correction", 30),
    ("Ajouter une détection des fissures par caméra", "prevention", 120),
]
