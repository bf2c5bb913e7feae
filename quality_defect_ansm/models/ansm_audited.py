# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .. import trail_text
from .ansm_event_reason import WITHOUT_REASON

#: The key under which a form's reason reaches its lines.
REASON = "ansm_change_reason"


class AnsmAuditedMixin(models.AbstractModel):
    """What makes a record audited: each change of its regulated fields is an event.

    A model names its regulated fields once, in ``_audited_fields``. No key of the
    context switches the trail off (any client may pass ``tracking_disable``), and
    ``sudo`` does not hide who acts. Replacing or emptying a recorded value asks
    for a reason; a missing one never holds the change back, see
    ``ansm_event_reason.py``.
    """

    _name = "ansm.audited.mixin"
    _inherit = "ansm.read.only.mixin"
    _description = "Audited record"

    _audited_fields = ()
    #: Whether replacing a value asks for a reason.
    _audit_asks_reason = True

    ansm_change_reason = fields.Char(
        "Reason of the change",
        store=False,
        help="Asked when a recorded value is replaced or emptied; kept in the audit "
        "trail. Never name a patient or a reporter here.",
    )
    ansm_missing_reasons = fields.Integer(
        "Changes without a reason", compute="_compute_ansm_missing_reasons"
    )

    def _compute_ansm_missing_reasons(self):
        # sudo: a number, for the notice on the form
        events = self.env["ansm.event"].sudo()
        for record in self:
            domain = record._audit_domain() & WITHOUT_REASON
            record.ansm_missing_reasons = events.search_count(domain)

    def _audit_domain(self):
        """Return the domain of the events of this record."""
        return trail_text.domain_of(self)

    def _audit_names(self):
        """Return the technical names of the regulated fields."""
        return self._audited_fields

    def _audit_records(self):
        """Return the records, of these, that are audited."""
        return self

    def _audit_name(self):
        """Return how the trail names the record."""
        return self.display_name

    def _audit_value(self, name):
        """Return (text of a field, whether it holds something)."""
        return trail_text.value(self, name)

    def _audit_kind(self, name, default):
        """Return the kind of the event of a changed field."""
        if name == "active" and default == "changed":
            return "restored" if self.active else "archived"
        return default

    def _audit_values(self, names):
        """Return, by id of the record, the (text, filled) of each field."""
        env = self.env["ansm.event"]._writer().env
        context = {**env.context, "bin_size": False, "active_test": False}
        # sudo: what is linked need not be readable by who makes the change
        records = self._audit_records().with_env(env(context=context))
        return {
            record.id: {name: record._audit_value(name) for name in names}
            for record in records
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Create, and record each value that is entered."""
        reasons = [self._audit_reason(vals) for vals in vals_list]
        records = super().create([self._audit_stored(vals) for vals in vals_list])
        names = self._audit_names()
        rows, values = [], records._audit_values(names)
        for record, reason in zip(records, reasons, strict=True):
            for name, (text, filled) in values.get(record.id, {}).items():
                # a box that is not ticked was not entered
                if filled and record[name] is not False:
                    rows.append(record._audit_row("created", name, "", text, reason))
        self.env["ansm.event"]._log_all(rows)
        return records

    def write(self, vals):
        """Write, and record what each regulated field was and is."""
        reason, stored = self._audit_reason(vals), self._audit_stored(vals)
        # The lines of a form share its reason.
        records = self.with_context(**{REASON: reason}) if REASON in vals else self
        parent = super(AnsmAuditedMixin, records)
        names = [name for name in self._audit_names() if name in stored]
        if not names:
            return parent.write(stored) if stored else True
        before = self._audit_values(names)
        result = parent.write(stored)
        self._audit_changes(before, self._audit_values(names), reason)
        return result

    def _audit_changes(self, before, after, reason):
        """Record the differences between two readings of the values."""
        rows = []
        for record in self:
            was, is_now = before.get(record.id, {}), after.get(record.id, {})
            # what leaves the audited records, a rule moved to another model, has
            # values before only
            for name in is_now or was:
                old, filled = was.get(name, ("", False))
                new, _filled = is_now.get(name, ("", False))
                if old != new:
                    row = record._audit_row("changed", name, old, new, reason, filled)
                    rows.append(row)
        self.env["ansm.event"]._log_all(rows)

    def unlink(self):
        """Delete what may be deleted, and record what it held."""
        reason, names = self._audit_reason({}), self._audit_names()
        rows, values = [], self._audit_values(names)
        for record in self:
            for name, (text, filled) in values.get(record.id, {}).items():
                if filled:
                    row = record._audit_row("deleted", name, text, "", reason, True)
                    rows.append(row)
        # Prepared before: afterwards the record has no name any more.
        prepared = self.env["ansm.event"]._prepare_all(rows)
        result = super().unlink()
        self.env["ansm.event"]._insert(prepared)
        return result

    def _audit_row(self, kind, name, old, new, reason, replaces=False):
        """Return one row as ``ansm.event`` takes it.

        :param replaces: whether a recorded value goes: that asks for a reason
        """
        asked = replaces and self._audit_asks_reason
        labels = self.env["ansm.event"]._writer().env
        by_system = self.env.user._is_superuser()
        return (
            self,
            self._audit_kind(name, kind),
            {
                "field_name": name,
                "field_label": self._fields[name]._description_string(labels),
                "old_value": old,
                "new_value": new,
                "reason": reason,
                "reason_missing": asked and not reason and not by_system,
            },
        )

    def _audit_reason(self, vals):
        """Return the reason given with the values, or with those of the form."""
        reason = vals.get(REASON, self.env.context.get(REASON))
        return reason.strip() if isinstance(reason, str) else ""

    @api.model
    def _audit_stored(self, vals):
        """Return the values without the reason, which is no column."""
        return {name: value for name, value in vals.items() if name != REASON}

    def action_ansm_trail(self):
        """Open the audit trail of this record."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quality_defect_ansm.action_event"
        )
        return {**action, "domain": list(self._audit_domain()), "context": {}}

    def action_ansm_give_reasons(self):
        """Open the dialog that lists this record's changes without a reason."""
        return self.env["ansm.reason.wizard"]._open_on(self._audit_domain())
