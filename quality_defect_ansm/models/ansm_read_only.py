# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError, UserError

ADDON = "quality_defect_ansm"


class AnsmReadOnlyMixin(models.AbstractModel):
    """What this addon shows read-only is written by code alone.

    Odoo keeps ``readonly`` to the screens: over RPC a stored value that follows
    from other records, the state of a case or the company that record rules look
    at, would be anybody's to write, or to give by ``default_*`` in the context.
    """

    _name = "ansm.read.only.mixin"
    _description = "Read-only fields that stay so"

    @api.model
    def _by_code_alone(self):
        """Return the stored fields of this addon that are read-only."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and ADDON in field._modules
        }

    @api.model
    def default_get(self, fields):
        """Return for them the defaults of the code, not the caller's."""
        closed = self._by_code_alone() & set(fields)
        found = super().default_get([one for one in fields if one not in closed])
        made = [self._fields[name] for name in closed if self._fields[name].default]
        own = {field.name: field.default(self) for field in made}
        return {**found, **self._convert_to_write(own)}

    @api.model_create_multi
    def create(self, vals_list):
        given = {name for vals in vals_list for name in vals}
        computed = (one for one in self._by_code_alone() if self._fields[one].compute)
        self._refuse_read_only(given.intersection(computed))
        return super().create(vals_list)

    @api.model
    def _reckoned(self):
        """Return the fields of this addon that are computed and kept nowhere.

        Odoo would keep what is written there for the rest of the request, and what
        else the request does, the clocks, would take it for what the evidence says.
        """
        return {
            name
            for name, field in self._fields.items()
            if field.compute
            and field.readonly
            and not (field.store or field.inverse)
            and ADDON in field._modules
        }

    def write(self, vals):
        closed = self._by_code_alone() | self._reckoned()
        self._refuse_read_only(vals.keys() & closed)
        self._refuse_another_case(vals)
        return super().write(vals)

    @api.model
    def _refuse_read_only(self, names):
        if names and not self.env.su:
            labels = [
                self._fields[one]._description_string(self.env) for one in sorted(names)
            ]
            raise AccessError(
                self.env._("The application alone writes this: %s.", ", ".join(labels))
            )

    def _refuse_another_case(self, vals):
        """Refuse to move a row to another case, of another company it may be."""
        if "declaration_id" not in vals or "declaration_id" not in self._fields:
            return
        # sudo: the case it is taken from may be one the user cannot see
        cases = self.sudo().declaration_id
        if cases.filtered(lambda one: one.id != vals["declaration_id"]):
            raise UserError(
                self.env._(
                    "What belongs to a case stays with it: enter it in the other one."
                )
            )
