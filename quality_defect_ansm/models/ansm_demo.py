# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from ..demo import tables
from .ansm_arming import DEMO

GROUP = "quality_defect_ansm.group_"
PARIS = "Europe/Paris"
DASHBOARD = "quality_defect_ansm.action_dashboard"
NOMINATION = "quality_defect_ansm/demo/files/nomination.pdf"


class AnsmDemo(models.AbstractModel):
    """Loads the demo company, by calls: what is evidence has no XML id.

    Never in an armed database, and only once.
    """

    _name = "ansm.demo"
    _description = "Demo company"

    @api.model
    def _load(self):
        """Make the demo companies, with their stock and their cases."""
        if not self.env["ansm.arming"]._why_off():
            raise UserError(self.env._("An armed database takes no demo company."))
        if self.env["res.users"].search([("login", "=", "qa")]):
            return
        self.env["ir.config_parameter"].set_param(DEMO, fields.Datetime.now())
        company = self.env.company
        company.write(self._prepare_company(tables.COMPANY))
        # Named first: Odoo looks a new company's e-mail domain up on the internet.
        other = self.env["res.company"].create({"name": tables.OTHER_COMPANY["name"]})
        other.write(self._prepare_company(tables.OTHER_COMPANY))
        self._open_admin()
        self._open(company, tables.USERS, tables.SIGNATORIES)
        self._open(other, tables.OTHER_USERS, tables.OTHER_SIGNATORIES)
        lots = self._stock(company)
        self._cases(company, lots)

    def _prepare_company(self, table):
        return {**table, "country_id": self.env.ref("base.fr").id}

    def _open_admin(self):
        self.env.ref("base.user_admin").write(
            {"password": "admin", "login": "admin", "lang": "fr_FR", "tz": PARIS}
        )

    def _open(self, company, users, signatories):
        """Open the users of a company, its signatories, its stand-in agency."""
        made = {
            login: self._user(login, company, *words) for login, words in users.items()
        }
        checked = {"checked_on": fields.Date.today(), "company_id": company.id}
        self.env["ansm.agency"].create({**tables.AGENCY, **checked})
        managers = [user for user in made.values() if user.has_group(f"{GROUP}manager")]
        for login, role in signatories.items():
            self._appoint(made[login], role, company, managers)

    def _user(self, login, company, name, group, phone, _mobile):
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@{company.email.partition('@')[2]}",
                    "phone": phone,
                    "lang": "fr_FR",
                    "tz": PARIS,
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set(self.env.ref(GROUP + group).ids)],
                    # what is late and due is seen first
                    "action_id": self.env.ref(DASHBOARD).id,
                    # its window would cover the screen of a telephone
                    "odoobot_state": "disabled",
                }
            )
        )

    def _appoint(self, user, role, company, managers):
        """Appoint a signatory: one person proposes, another one confirms."""
        # The administrator of the database proposes, a manager other than the
        # appointed one confirms.
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= company
        confirmer = next(one for one in managers if one != user)
        mobiles = {**tables.USERS, **tables.OTHER_USERS}
        self.env["ansm.signatory"].with_company(company)._appoint(
            {
                "user_id": user.id,
                "company_id": company.id,
                "role": role,
                "date_from": fields.Date.today() - timedelta(days=400),
                "date_to": fields.Date.today() + timedelta(days=800),
                "phone": user.phone,
                "mobile": mobiles[user.login][3],
                "email": user.email,
                "late_reason": "Reprise du registre existant (démonstration)",
                "nomination": self._nomination(),
                "nomination_name": "nomination.pdf",
            },
            admin,
            confirmer,
        )

    def _nomination(self):
        with file_open(NOMINATION, "rb") as document:
            return base64.b64encode(document.read())

    def _stock(self, company):
        """Return the lots by name, made, delivered and returned."""
        products = self._products(company)
        for reference, words in tables.CUSTOMERS.items():
            self._partner(reference, *words)
        lots = {}
        for name, index, boxes, days in tables.BATCHES:
            lots[name] = self._lot(name, products[index], company, days)
            self._move("made", lots[name], boxes, 60)
        for name, customer, boxes, days in tables.DELIVERIES:
            self._move("out", lots[name], boxes, days, customer)
        for name, customer, boxes, days in tables.RETURNS:
            self._move("back", lots[name], boxes, days, customer)
        return lots

    def _box(self):
        box = self.env["uom.uom"].search([("name", "=", "boîte(s)")], limit=1)
        return box or self.env["uom.uom"].create({"name": "boîte(s)"})

    def _partner(self, reference, name, street, code, city, country):
        return self.env["res.partner"].create(
            {
                "ref": reference,
                "name": name,
                "is_company": True,
                "street": street,
                "zip": code,
                "city": city,
                "country_id": self.env.ref(f"base.{country}").id,
                "ansm_recipient_kind": tables.RECIPIENTS.get(
                    reference.partition("-")[0]
                ),
            }
        )

    def _lot(self, name, product, company, days):
        return self.env["stock.lot"].create(
            {
                "name": name,
                "product_id": product.id,
                "company_id": company.id,
                "expiration_date": fields.Datetime.now() + timedelta(days=days),
            }
        )

    def _move(self, kind, lot, boxes, days, customer=None):
        """Do a stock move of a lot, some days ago."""
        source, dest = self._places(lot.company_id)[kind]
        move = self.env["stock.move"].create(
            {
                "product_id": lot.product_id.id,
                "product_uom": lot.product_id.uom_id.id,
                "product_uom_qty": boxes,
                "location_id": source.id,
                "location_dest_id": dest.id,
                "company_id": lot.company_id.id,
                "picking_id": self._picking(kind, source, dest, customer).id,
            }
        )
        move._action_confirm()
        move.move_line_ids.unlink()
        move.move_line_ids = [Command.create(self._prepare_line(move, lot, boxes))]
        move.picked = True
        move._action_done()
        moment = fields.Datetime.now() - timedelta(days=days)
        move.date = moment
        move.move_line_ids.date = moment

    def _prepare_line(self, move, lot, boxes):
        return {
            "lot_id": lot.id,
            "quantity": boxes,
            "product_id": lot.product_id.id,
            "product_uom_id": lot.product_id.uom_id.id,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "picking_id": move.picking_id.id,
        }

    def _places(self, company):
        """Return where each kind of move goes from and to."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        production = self.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", company.id)], limit=1
        )
        stock = warehouse.lot_stock_id
        customers = self.env.ref("stock.stock_location_customers")
        return {
            "made": (production, stock),
            "out": (stock, customers),
            "back": (customers, stock),
        }

    def _picking(self, kind, source, dest, customer):
        if not customer:
            return self.env["stock.picking"]
        code = {"out": "outgoing", "back": "incoming"}[kind]
        types = self.env["stock.picking.type"].search(
            [("code", "=", code), ("company_id", "=", self.env.company.id)], limit=1
        )
        return self.env["stock.picking"].create(
            {
                "partner_id": self._customer(customer).id,
                "picking_type_id": types.id,
                "location_id": source.id,
                "location_dest_id": dest.id,
            }
        )

    def _customer(self, reference):
        return self.env["res.partner"].search([("ref", "=", reference)], limit=1)
