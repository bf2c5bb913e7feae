# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The rows of the volets' tables: what of them no single field says."""

from odoo import models

from .. import french


class AnsmDeclarationBatch(models.Model):
    _inherit = "ansm.declaration.batch"

    def _ansm_content(self, table, case):
        """Return what of a row of batches is made, for one of the tables."""
        self.ensure_one()
        return getattr(self, f"_content_{table}")(case)

    def _content_batches(self, case):
        return {
            "size": self._quantity("batch_size") if self.batch_size else "",
            "quantity_france": self._quantity("quantity_france", self._source(case)),
            "quantity_total": self._quantity("quantity_total", self._source(case)),
            "source": self._source(case) or french.NOT_KNOWN_YET,
        }

    def _content_stocks(self, case):
        at = french.moment(case._local(self.figures_at)) if self.lot_id else ""
        own = f"exploitant : stock, au {at}" if self.lot_id else ""
        others = f"autres : {self.stock_source}" if self.stock_source else ""
        return {
            "stock_own": self._quantity("stock_own", self.lot_id),
            "stock_depositary": self._quantity("stock_depositary", self.stock_source),
            "stock_wholesaler": self._quantity("stock_wholesaler", self.stock_source),
            "stock_blocked": self._quantity("stock_blocked", self.stock_source),
            "stock_source": " ; ".join(filter(None, (own, others))),
        }

    def _content_outcomes(self, case):
        return {
            "distributed": self._quantity("quantity_total", self._source(case)),
            "recovered": self._quantity("quantity_recovered", self.outcome_source),
            "destroyed": self._quantity("quantity_destroyed", self.outcome_source),
            "source": self.outcome_source or "",
        }

    def _content_fates(self, _case):
        return {}

    def _source(self, case):
        """Return where the batch's figures come from; empty while nobody said."""
        if not self.lot_id:
            return self._typed_source(case)
        return french.stock_source(case._local(self.figures_at))

    def _quantity(self, name, source=True):
        """Return a quantity in the lot's unit; without a source it is not known."""
        lang = self.env["res.lang"]._ansm_of_the_file()
        unit = self.uom_id.with_context(lang=lang).name
        return french.quantity(self[name], unit) if source else ""


class AnsmDeclarationMeasure(models.Model):
    _inherit = "ansm.declaration.measure"

    def _ansm_content(self, _table, case):
        """Return when the measure was taken, in the company's zone, and its batches."""
        self.ensure_one()
        row = {"at": french.moment(case._local(self.at)) if self.at else ""}
        lots = ", ".join(filter(None, self.batch_ids.mapped("lot_name")))
        if lots:
            words = f"Lot(s) {lots}"
            row["lots"] = self.batch_ids.mapped("lot_name")
            row["details"] = " – ".join(filter(None, (words, self.details)))
        return row


class AnsmDeclarationExtent(models.Model):
    _inherit = "ansm.declaration.extent"

    def _ansm_content(self, _table, _case):
        """Return nothing: its fields say all."""
        return {}


class MgmtsystemAction(models.Model):
    _inherit = "mgmtsystem.action"

    def _ansm_content(self, _table, case):
        """Return how far the action is, and how its effect is judged."""
        self.ensure_one()
        checked = french.date(self.ansm_effectiveness_date)
        criterion = self.ansm_effectiveness or ""
        return {
            "status": self._ansm_status(case),
            "effectiveness": " – ".join(filter(None, (criterion, checked))),
        }

    def _ansm_status(self, case):
        stage = self.stage_id
        if stage == self.env.ref("mgmtsystem_action.stage_cancel", False):
            return "abandonnée"
        if stage.is_ending:
            closed = case._local(self.date_closed)
            return f"terminée le {french.date(closed)}" if closed else "terminée"
        return "à démarrer" if stage.is_starting else "en cours"
