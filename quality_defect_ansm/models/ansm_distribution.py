# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from .. import french
from ..documents.volets import words

CHANNELS = [key for key, _english, _french in words.CHANNELS]
#: What a person may correct.
CORRECTED = (*(f"channel_{key}" for key in CHANNELS), "country_ids")
#: In the context while the stock is read. No client can pass it, and constraints run
#: in sudo, which says nothing of who writes.
READING = object()


class AnsmDistributionMixin(models.AbstractModel):
    """To whom and where the batches went (rows 7 and 8 of Volet 1).

    Read from the done stock moves with the batches' figures; a person may correct
    it (a depositary's file says more), and says why. A correction stays when the
    stock is read again, and what the stock says stays beside it.
    """

    _name = "ansm.distribution.mixin"
    _description = "Distribution of batches"

    channel_wholesaler = fields.Boolean("Wholesalers")
    channel_pharmacy = fields.Boolean("Community pharmacies")
    channel_hospital = fields.Boolean("Hospitals")
    channel_samples = fields.Boolean("Medical samples")
    channel_trial = fields.Boolean("Clinical trial")
    channel_other = fields.Boolean("Other (humanitarian)")
    country_ids = fields.Many2many("res.country", string="Countries but France")
    distribution_reason = fields.Char(
        "Reason of the correction",
        help="Why this differs from the stock moves, and where it comes from.",
    )
    channels_read = fields.Char(readonly=True, copy=False)
    # each model names the table of its own: Odoo would give both lists the same
    countries_read_ids = fields.Many2many(
        "res.country",
        "ansm_distribution_country_read_rel",
        string="Countries of the stock moves",
        readonly=True,
        copy=False,
    )
    distribution_corrected = fields.Boolean(
        compute="_compute_distribution_corrected", string="Corrected by hand"
    )

    @api.depends("channels_read", "countries_read_ids", *CORRECTED)
    def _compute_distribution_corrected(self):
        for case in self:
            read = set((case.channels_read or "").split())
            case.distribution_corrected = (
                case._channels() != read or case.country_ids != case.countries_read_ids
            )

    @api.constrains("distribution_reason", *CORRECTED)
    def _check_distribution_reason(self):
        silent = self.filtered("distribution_corrected").filtered(
            lambda case: not case.distribution_reason
        )
        reading = self.env.context.get("ansm_reading_stock") is READING
        if silent and not reading:
            raise ValidationError(
                self.env._(
                    "%s: the distribution differs from the stock moves; say why in "
                    "“Reason of the correction”.",
                    ", ".join(silent.mapped("display_name")),
                )
            )

    def _distribution_batches(self):
        """Return the batches whose distribution it is."""
        raise NotImplementedError

    def _channels(self):
        """Return the keys of the channels in France."""
        self.ensure_one()
        return {key for key in CHANNELS if self[f"channel_{key}"]}

    def _refresh_distribution(self):
        """Read the recipients' kinds and countries again from the stock moves."""
        # sudo: what was read is nobody's to type; the callers checked the right
        for case in self.sudo().with_context(ansm_reading_stock=READING):
            kinds, countries = self.env["ansm.stock.figures"]._recipients_of(
                case._distribution_batches().lot_id, case.company_id
            )
            vals = {
                "channels_read": " ".join(sorted(kinds)),
                "countries_read_ids": [Command.set(countries.ids)],
                "ansm_change_reason": self.env._("Read from the stock moves"),
            }
            if not case.distribution_corrected:
                vals |= {f"channel_{key}": key in kinds for key in CHANNELS}
                vals["country_ids"] = [Command.set(countries.ids)]
            case.write(vals)

    def _content_distribution(self):
        """Return rows 7 and 8 as printed."""
        self.ensure_one()
        members = self.env.ref("base.europe").country_ids
        inside = self.country_ids & members
        outside = self.country_ids - members
        return {
            "distribution_france": {key: self[f"channel_{key}"] for key in CHANNELS},
            "distribution_abroad": {
                "eu": bool(inside),
                "other": bool(outside),
                "gap": "" if self.country_ids else "aucune",
            },
            "countries_eu": french.countries(inside.mapped("code")),
            "countries_other": french.countries(outside.mapped("code")),
            "distribution_source": self._distribution_source(),
        }

    def _distribution_source(self):
        read = self._distribution_batches().filtered("lot_id")[:1]
        if not read:
            return (
                f"saisi à la main : {self.distribution_reason or french.NOT_KNOWN_YET}"
            )
        moves = french.stock_source(self.company_id._ansm_local(read.figures_at))
        if not self.distribution_corrected:
            return moves
        return f"corrigé à la main ({moves}) : {self.distribution_reason}"


class AnsmDeclaration(models.Model):
    """The distribution of the main speciality's batches."""

    _name = "ansm.declaration"
    _inherit = ["ansm.declaration", "ansm.distribution.mixin"]

    countries_read_ids = fields.Many2many(relation="ansm_declaration_country_read_rel")

    def _audit_names(self):
        return (*super()._audit_names(), *CORRECTED, "distribution_reason")

    def _distribution_batches(self):
        return self.batch_ids.filtered(lambda one: not one.speciality_id)
