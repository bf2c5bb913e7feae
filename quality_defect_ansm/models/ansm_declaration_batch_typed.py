# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .. import chains, french

#: Read from the done stock moves of a lot that this stock holds; typed of another.
READ = {
    "quantity_france",
    "quantity_total",
    "quantity_unknown",
    "stock_own",
    "distribution_start",
    "distribution_end",
}
#: What a second person looks at, of a batch that was typed.
TYPED = READ | {
    *("lot_id", "lot_name", "expiration_date", "manufacturing_date"),
    *("batch_size", "uom_id", "figures_source"),
}
#: Written by the second look alone.
LOOKED = {"figures_typed_by_id", "figures_checked_by_id", "figures_checked_at"}


class AnsmDeclarationBatch(models.Model):
    """A batch that this stock does not hold: made or kept at another site.

    Its number and figures are typed, with their source, and count once a second
    person compared them with it: a critical figure typed by hand gets an additional
    check (EU GMP Annex 11 §6).
    """

    _inherit = "ansm.declaration.batch"

    figures_source = fields.Char(
        "Source of the typed figures",
        help="Whose file or statement, of when; in French: it is printed.",
    )
    figures_typed_by_id = fields.Many2one(
        "res.users", "Typed by", readonly=True, ondelete="restrict"
    )
    figures_checked_by_id = fields.Many2one(
        "res.users", "Checked by", readonly=True, ondelete="restrict"
    )
    figures_checked_at = fields.Datetime("Checked at", readonly=True)
    figures_state = fields.Selection(
        [
            ("stock", "From the stock"),
            ("to_check", "Typed: to check"),
            ("checked", "Typed and checked"),
        ],
        "Figures",
        compute="_compute_figures_state",
    )

    figures_seen = fields.Char(
        compute="_compute_figures_seen", help="Names the figures a person looks at."
    )

    @api.depends(*sorted(TYPED))
    def _compute_figures_seen(self):
        for batch in self:
            values = batch._convert_to_write({one: batch[one] for one in TYPED})
            text = json.dumps(values, sort_keys=True, default=str)
            batch.figures_seen = chains.sha256(text)

    @api.depends("lot_id", "figures_checked_at")
    def _compute_figures_state(self):
        for batch in self:
            typed = "checked" if batch.figures_checked_at else "to_check"
            batch.figures_state = "stock" if batch.lot_id else typed

    @api.constrains("lot_id", "lot_name", "declaration_id")
    def _check_lot_or_name(self):
        if self.filtered(lambda batch: not batch.lot_id and not batch.lot_name):
            raise ValidationError(
                self.env._("Choose a lot of the stock, or type the batch's number.")
            )
        for batch in self.filtered(lambda batch: not batch.lot_id):
            same = batch.declaration_id.batch_ids.filtered(
                lambda one, batch=batch: one.lot_name == batch.lot_name
            )
            if len(same) > 1:
                raise ValidationError(
                    self.env._("Batch %s is in the case already.", batch.lot_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_looked(vals)
            if not vals.get("lot_id"):
                vals.update(self._prepare_typed())
        return super().create(vals_list)

    def write(self, vals):
        """Refuse a figure of the stock by hand; have a typed one checked again."""
        self._refuse_looked(vals)
        if not self._is_reading() and READ & vals.keys() and self.lot_id:
            raise UserError(
                self.env._(
                    "The figures of %s come from the done stock moves: refresh them, "
                    "or correct the moves.",
                    ", ".join(self.lot_id.mapped("name")),
                )
            )
        if not TYPED & vals.keys():
            return super().write(vals)
        typed = self.filtered(lambda batch: not vals.get("lot_id", batch.lot_id))
        if typed:
            # sudo: who typed last is the code's to say
            super(AnsmDeclarationBatch, typed.sudo()).write(self._prepare_typed())
        result = super().write(vals)
        if "lot_id" in vals:
            # what was typed before is none of the lot's figures
            self._refresh_figures()
        return result

    def _is_reading(self):
        return self.env.su and self.env.context.get("ansm_reading_stock")

    def _refuse_looked(self, vals):
        if LOOKED & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("Press “Checked”: nobody writes who checked a figure.")
            )

    def _prepare_typed(self):
        return {
            "figures_typed_by_id": self.env.uid,
            "figures_checked_by_id": False,
            "figures_checked_at": False,
            "figures_at": fields.Datetime.now(),
        }

    def action_check_figures(self):
        """Say that the typed figures were compared with their source.

        :raise UserError: when they are not those his screen showed, which it names
            in the context
        """
        self.check_access("write")
        seen = self.env.context.get("ansm_figures_seen")
        if self.mapped("figures_seen") != [seen]:
            raise UserError(
                self.env._(
                    "The figures changed since you opened this page: look again."
                )
            )
        self.env.user._ansm_refuse_another_hand()
        for batch in self.filtered(lambda one: one.figures_state == "to_check"):
            batch._refuse_check()
            # sudo: nobody writes these by hand
            super(AnsmDeclarationBatch, batch.sudo()).write(
                {
                    "figures_checked_by_id": self.env.uid,
                    "figures_checked_at": fields.Datetime.now(),
                }
            )

    def _refuse_check(self):
        if not self.figures_source:
            raise UserError(
                self.env._("Batch %s: say where the figures come from.", self.lot_name)
            )
        if self.figures_typed_by_id == self.env.user or self._entered_by_me():
            raise UserError(
                self.env._(
                    "Batch %s: you typed these figures, somebody else compares them "
                    "with their source.",
                    self.lot_name,
                )
            )

    def _entered_by_me(self):
        """Whether the user entered one of its figures, whoever corrected it since."""
        # sudo: the trail of this batch alone, whatever his rights on it
        events = self.env["ansm.event"].sudo()
        mine = Domain("user_id", "=", self.env.uid) & Domain("field_name", "in", TYPED)
        return bool(events.search_count(self._audit_domain() & mine, limit=1))

    def _audit_names(self):
        typed = ("lot_name", "expiration_date", "uom_id", "figures_source")
        return (*super()._audit_names(), *typed, "figures_checked_by_id")

    def _typed_source(self, case):
        """Return where typed figures come from, and who looked, as printed."""
        if not self.figures_source:
            return ""
        if self.figures_state != "checked":
            return f"{self.figures_source} (saisi, non vérifié par une 2e personne)"
        at = french.moment(case._local(self.figures_checked_at))
        # sudo: a colleague of another company may have looked
        name = self.figures_checked_by_id.sudo().name
        return f"{self.figures_source} (saisi, vérifié par {name}, {at})"


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _gaps_of_typed_figures(self, batches):
        """Return the typed figures that nobody else looked at."""
        return [
            {
                "field": "batch_ids",
                "page": "defect",
                "record": self,
                "sentence": self.env._(
                    "Batch %s: its typed figures need a source, and the look of a "
                    "second person.",
                    batch.lot_name,
                ),
            }
            for batch in batches
            if batch.figures_state == "to_check"
        ]
