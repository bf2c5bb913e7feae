# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The demo company's specialities: their authorisation, packs and sites."""

#: reference: (name, street, post code, town, country)
SITES = {
    "USINE": (
        "Aubrac Production",
        "Zone d’activité de Bel Air",
        "12000",
        "Rodez",
        "fr",
    ),
    "CONDI": (
        "Conditionnement du Ségala",
        "4 rue des Tanneurs",
        "12200",
        "Villefranche-de-Rouergue",
        "fr",
    ),
    "STERILE": (
        "Sterilia Lombarda S.p.A.",
        "Via dei Platani 18",
        "20900",
        "Monza",
        "it",
    ),
    "TITULAIRE": (
        "Aubrac Santé Holding",
        "12 rue des Burons",
        "12000",
        "Rodez",
        "fr",
    ),
    "ECHANT": (
        "Aubrac Santé – échantillothèque",
        "12 rue des Burons, bâtiment C",
        "12000",
        "Rodez",
        "fr",
    ),
}

#: speciality, INN, CIS, presentation, first twelve digits of the CIP13
MEDICINES = [
    (
        "AUBRALGINE 500 mg, comprimé",
        "Paracétamol",
        "60000001",
        "Plaquette(s) PVC/aluminium de 16 comprimés",
        "340093000001",
    ),
    (
        "ROUTHÉNIL 1 g/10 mL, solution injectable",
        "Céfazoline sodique",
        "60000002",
        "10 flacons en verre de 10 mL",
        "340093000002",
    ),
    (
        "LÉVÉZOU 5 mg, comprimé pelliculé sécable",
        "Bisoprolol (fumarate de)",
        "60000003",
        "Plaquette(s) de 30 comprimés",
        "340093000003",
    ),
    (
        "TRUYÈRE 20 mg/mL, sirop",
        "Carbocistéine",
        "60000004",
        "1 flacon de 200 mL",
        "340093000004",
    ),
    # made in Rodez for Morocco alone: no CIP13, its bar code abroad
    (
        "ALRANCE 5 %, crème (export)",
        "Acide fusidique",
        "",
        "1 tube de 15 g",
        "200000000031",
    ),
]
#: In the same order: generic, MITM, procedure, country of the rapporteur,
#: supervisory country, authorisation number, production, packaging
AUTHORISATIONS = [
    (
        "yes",
        "no",
        "national",
        "fr",
        "fr",
        "34009 300 000 1 2",
        "USINE",
        "USINE",
    ),
    (
        "yes",
        "yes",
        "decentralised",
        "it",
        "it",
        "34009 300 000 2 9",
        "STERILE",
        "STERILE",
    ),
    (
        "yes",
        "no",
        "mutual_recognition",
        "de",
        "fr",
        "34009 300 000 3 6",
        "USINE",
        "CONDI",
    ),
    (
        "no",
        "no",
        "national",
        "fr",
        "fr",
        "34009 300 000 4 3",
        "USINE",
        "CONDI",
    ),
    (
        "no",
        "no",
        "national",
        "ma",
        "ma",
        "Maroc : 117/26/DMP",
        "USINE",
        "USINE",
    ),
]
