# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import api, models
from odoo.exceptions import AccessError

#: What makes an attachment the file it is, and whose it is.
OF_EVIDENCE = {
    "datas",
    "raw",
    "db_datas",
    "store_fname",
    "checksum",
    "file_size",
    "mimetype",
    "url",
    "type",
    "name",
    "res_model",
    "res_field",
    "res_id",
}


class IrAttachment(models.Model):
    """A file of evidence stays: not replaced, not moved, not deleted.

    Access to attachments follows their record's, so who may write a record might
    replace its file; evidence is closed to everybody, code that runs as
    superuser too.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._ansm_refuse(vals.get("res_model"))
        return super().create(vals_list)

    def write(self, vals):
        if OF_EVIDENCE & vals.keys():
            self._ansm_refuse_sealed(vals)
            if not self.env.su:
                self._ansm_refuse(vals.get("res_model"))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ansm_evidence(self):
        self._ansm_refuse_sealed({})

    def _ansm_refuse_sealed(self, vals):
        for attachment in self:
            if not attachment._ansm_is_same(vals):
                record = attachment._ansm_record()
                if record and record._is_sealed():
                    self._ansm_refuse(record._name)
                attachment._ansm_refuse_of_signal()

    def _ansm_refuse_of_signal(self):
        """Refuse for a photo of a signal: it is taken away there, where it shows."""
        # sudo: whether there is one is asked, of any company
        signals = self.env["ansm.signal"].sudo()
        if signals.search_count([("photo_ids", "in", self.ids)], limit=1):
            raise AccessError(
                self.env._(
                    "“%s” came with a signal and stays as it came: take it away from "
                    "the signal, or add another file.",
                    self.name,
                )
            )

    def _ansm_is_same(self, vals):
        """Whether a write brings the bytes that are there: a move of the storage."""
        if not vals or not vals.keys() <= {"raw", "datas", "mimetype"}:
            return False
        given = vals.get("raw") or base64.b64decode(vals.get("datas") or b"")
        given = given.encode() if isinstance(given, str) else given
        return self._compute_checksum(given) == self.checksum

    def _ansm_record(self):
        """Return the evidence an attachment belongs to; empty when to none."""
        if not self.res_id or not self._ansm_is_evidence(self.res_model):
            return None
        # sudo: whether it is sealed is asked, nothing is shown
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _ansm_is_evidence(self, model):
        return model in self.env and bool(
            getattr(self.env[model], "_evidence_sealed", None)
        )

    def _ansm_refuse(self, model):
        if self._ansm_is_evidence(model):
            raise AccessError(
                self.env._(
                    "This file would belong to evidence (%s), or does: such files are "
                    "made with it and stay as they are.",
                    self.env[model]._description,
                )
            )
