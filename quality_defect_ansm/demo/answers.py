# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the demo's agency answers."""

#: An acknowledgement, as a mail program writes it: accents in its subject encoded.
ACKNOWLEDGED = """\
From: Agent de permanence <defauts-qualite@agence.example>
To: {to}
Subject: =?utf-8?q?Accus=C3=A9_de_r=C3=A9ception_-_dossier_2026-DQ-00417?=
Message-ID: <accuse-00417@agence.example>
In-Reply-To: {answered}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Madame, Monsieur,

Nous accusons réception de votre signalement. Il porte le numéro 2026-DQ-00417, à
rappeler dans toute correspondance. Merci de nous adresser le volet 2 dans les 30 jours.

Le pôle Défauts qualité
"""
