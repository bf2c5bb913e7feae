# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields, models
from odoo.tools import file_open

from ..demo import cases, decisions, tables

#: The demo's photos and reports.
FILES = "quality_defect_ansm/demo/files"


class AnsmDemo(models.AbstractModel):
    """The demo's cases: one just opened, one at its Volet 2."""

    _inherit = "ansm.demo"

    def _cases(self, company, lots):
        """Record the nonconformities; declare the first and the last."""
        user = self.env["res.users"].search([("login", "=", "qa")])
        made = [
            self._nonconformity(user, company, *words)
            for words in tables.NONCONFORMITIES
        ]
        for nonconformity in made:
            names = [name for name in lots if name in nonconformity.name]
            nonconformity.ansm_lot_ids = [Command.set([lots[one].id for one in names])]
        self._spots(user, made[-1], lots)
        made[0].action_ids = self._capa(user, company)
        declaration = self._declare(user, made[0], lots["RT0931"], timedelta(hours=5))
        self._fill(declaration, cases.CRACKED)
        self.env["ansm.volet"].with_user(user)._make(declaration, "volet_1")
        self._not_ours(user, company, lots)

    def _spots(self, user, nonconformity, lots):
        """Declare a case whose Volet 1 left and whose Volet 2 is to sign."""
        batches = lots["AB2417"] | lots["AB2418"]
        age = timedelta(hours=28)
        declaration = self._declare(user, nonconformity, batches, age)
        self._fill(declaration, cases.SPOTS)
        volets = self.env["ansm.volet"].with_user(user)
        first = volets._make(declaration, "volet_1")
        signer = self.env["res.users"].search([("login", "=", "pr")])
        first = first.with_user(signer)
        first._sign("approved", first._my_appointments()[:1], "password")
        self._hand_over(first.with_env(self.env))
        self._acknowledge(declaration, user)
        self._fill(declaration, cases.SPOTS_INVESTIGATED)
        volets._make(declaration, "volet_2")

    def _nonconformity(self, user, company, name, origin, customer, description):
        origins = self.env["mgmtsystem.nonconformity.origin"]
        found = origins.search([("name", "=", origin)], limit=1)
        return (
            self.env["mgmtsystem.nonconformity"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "partner_id": self._customer(customer).id,
                    "responsible_user_id": user.id,
                    "manager_user_id": user.id,
                    "origin_ids": [
                        Command.set((found or origins.create({"name": origin})).ids)
                    ],
                    "description": description,
                    "company_id": company.id,
                }
            )
        )

    def _capa(self, user, company):
        return self._actions(
            user,
            company,
            [
                {
                    "name": name,
                    "type_action": kind,
                    "date_deadline": timedelta(days=-days),
                }
                for name, kind, days in tables.ACTIONS
            ],
        )

    def _actions(self, user, company, rows):
        actions = self.env["mgmtsystem.action"].with_context(ansm_demo=True)
        shared = {"user_id": user.id, "company_id": company.id}
        return actions.create([{**self._dated(actions, row), **shared} for row in rows])

    def _declare(self, user, nonconformity, lots, age):
        """Return the case opened as a person opens it, some time after the signal,
        and its decision signed."""
        signal = fields.Datetime.now() - age
        batch = lots[:1].name
        facts = {**decisions.SIGNALS[batch], "received_at": age}
        self._signal(nonconformity, facts, decisions.REPORTERS.get(batch))
        self._tell(nonconformity, decisions.TOLD[batch])
        wizard = (
            self.env["ansm.decision.wizard"]
            .with_user(user)
            .with_company(nonconformity.company_id)
            .create(
                {
                    **decisions.CRITERIA[batch],
                    "nonconformity_id": nonconformity.id,
                    "lot_ids": [Command.set(lots.ids)],
                    "known_at": signal + timedelta(hours=1, minutes=48),
                }
            )
        )
        declaration = self.env["ansm.declaration"].browse(
            wizard.action_declare()["res_id"]
        )
        self._sign_decision(nonconformity)
        return declaration.with_user(user)

    def _fill(self, declaration, words):
        """Write what a table of :mod:`..demo.cases` says into a case."""
        declaration.write(self._dated(declaration, words["case"]))
        for lot, values in words["batches"].items():
            batch = declaration.batch_ids.filtered(
                lambda one, lot=lot: one.lot_name == lot
            )
            batch.write(self._dated(batch, values))
        for row in words.get("measures", []):
            self._add_measure(declaration, row)
        for row in words.get("extent", []):
            self._add(declaration.extent_ids, declaration, row)
        for line, reason in words.get("not_applicable", {}).items():
            row = {"line": line, "reason": reason}
            self._add(declaration.not_applicable_ids, declaration, row)
        for annex in words.get("annexes", []):
            self._attach(declaration, *annex)
        actions = words.get("actions", [])
        if actions:
            made = self._actions(declaration.user_id, declaration.company_id, actions)
            declaration.nonconformity_id.action_ids |= made

    def _add_measure(self, declaration, row):
        lots = row.get("lots", [])
        batches = declaration.batch_ids.filtered(lambda one: one.lot_name in lots)
        values = {name: value for name, value in row.items() if name != "lots"}
        values["batch_ids"] = [Command.set(batches.ids)]
        self._add(declaration.measure_ids, declaration, values)

    def _add(self, rows, declaration, values):
        rows.create({**self._dated(rows, values), "declaration_id": declaration.id})

    def _attach(self, declaration, name, description, goes_with):
        annexes = self.env["ansm.annex"].with_user(declaration.user_id)
        with file_open(f"{FILES}/{name}", "rb") as file:
            annexes._add(declaration, name, file.read(), description, goes_with)

    def _dated(self, records, values):
        """Return values with each ``timedelta`` as the day or moment that long ago."""
        now = fields.Datetime.now()
        dated = {}
        for name, value in values.items():
            if isinstance(value, timedelta):
                value = now - value
                if records._fields[name].type == "date":
                    value = value.date()
            dated[name] = value
        return dated
