# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a volet says: the case's facts as the French text that is printed.

Adding a field to Volet 1 takes three places: the field of the case, its line
here (and in ``REQUIRED`` when a final version needs it), and its row in the form.
"""

from odoo import models

from .. import french

#: The facts a final Volet 1 cannot go without: path from the case, in the
#: order of the form (rows 3 to 16 of the agency's form).
REQUIRED = (
    "signal_received_at",
    "medicine_id",
    "medicine_id.inn",
    "presentation_id",
    "batch_ids",
    "user_id",
    "contact_phone",
    "contact_email",
    "defect_description",
    "falsification",
)
REQUIRED_OF_BATCH = (
    "expiration_date",
    "manufacturing_date",
    "batch_size",
)
#: What is printed only when there is something to say.
MAY_BE_EMPTY = {"case_number", "replaces", "change_reason", "falsification"}


class AnsmDeclaration(models.Model):
    _inherit = "ansm.declaration"

    def _volet_gaps(self):
        """Return all that a final Volet 1 still misses, one sentence each.

        :return: list of (technical field name, sentence in the user's language)
        """
        self.ensure_one()
        gaps = [
            (path.split(".")[0], self.env._("%s is empty.", self._path_label(path)))
            for path in REQUIRED
            if not self._path_value(path)
        ]
        for batch in self.batch_ids:
            gaps += [
                (
                    "batch_ids",
                    self.env._(
                        "Batch %(batch)s: %(field)s is empty.",
                        batch=batch.lot_name,
                        field=batch._fields[name]._description_string(self.env),
                    ),
                )
                for name in REQUIRED_OF_BATCH
                if not batch[name]
            ]
            if batch.quantity_unknown:
                gaps.append(
                    (
                        "batch_ids",
                        self.env._(
                            "Batch %(batch)s: %(quantity)s delivered to customers "
                            "without a country; set it on their addresses.",
                            batch=batch.lot_name,
                            quantity=batch.quantity_unknown,
                        ),
                    )
                )
        return gaps + self._volet_gaps_of_company()

    def _volet_gaps_of_company(self):
        gaps = []
        if not self._pharmacist():
            gaps.append(
                (
                    "company_id",
                    self.env._("No pharmacien responsable (PR or PRI) is in force."),
                )
            )
        if not self.env["ansm.agency"]._in_force(self.company_id):
            gaps.append(("company_id", self.env._("No agency address is in force.")))
        return gaps

    def _path_value(self, path):
        value = self
        for name in path.split("."):
            value = value[name]
        return value

    def _path_label(self, path):
        record, label = self, ""
        for name in path.split("."):
            label = record._fields[name]._description_string(self.env)
            record = record[name]
        return label

    def _prepare_content(self, number, final, replaces="", reason=""):
        """Return the content of a Volet 1: what is printed, as French text.

        :param number: the version's number
        :param final: whether this version is the final one
        """
        self.ensure_one()
        content = {
            "case_number": self.case_number or "",
            "case_reference": self.name,
            "version": str(number),
            "status": "version définitive" if final else "version non définitive",
            "replaces": replaces,
            "change_reason": reason,
            "exercise": self.exercise,
            "signal_received": french.moment(self._local(self.signal_received_at)),
            "known_at": french.moment(self._local(self.known_at)),
            "defect_description": self.defect_description or "",
            "batches": [batch._prepare_content() for batch in self.batch_ids],
            "contact": {
                "name": self.user_id.name or "",
                "phone": self.contact_phone or "",
                "mobile": self.contact_mobile or "",
                "email": self.contact_email or "",
            },
            "falsification": {
                "yes": self.falsification == "yes",
                "no": self.falsification == "no",
                "comment": self.falsification_comment or "",
            },
            **self._prepare_content_product(),
            **self._prepare_content_company(),
        }
        gap = french.NOTHING if final else french.NOT_KNOWN_YET
        return {
            key: value if key in MAY_BE_EMPTY else _fill_gaps(value, gap)
            for key, value in content.items()
        }

    def _prepare_content_product(self):
        return {
            "product_name": self.medicine_id.name or "",
            "presentation": self.presentation_id.name or "",
            "inn": self.medicine_id.inn or "",
            "cis": self.medicine_id.cis_code or "",
            "cip13": self.presentation_id.cip13 or "",
        }

    def _prepare_content_company(self):
        pharmacist = self._pharmacist()
        agency = self.env["ansm.agency"]._in_force(self.company_id)
        partner = self.company_id.partner_id.with_context(lang="fr_FR")
        address = partner._display_address(without_company=True)
        return {
            "company_name": self.company_id.name,
            "company_address": "\n".join(filter(None, address.splitlines())),
            "pr": {
                "name": pharmacist.user_id.name or "",
                "phone": pharmacist.phone or "",
                "mobile": pharmacist.mobile or "",
                "email": pharmacist.email or "",
            },
            "agency": {
                "name": agency.name or "",
                "department": agency.department or "",
                "address": agency.postal_address or "",
                "email": agency.email or "",
            },
        }


class AnsmDeclarationBatch(models.Model):
    _inherit = "ansm.declaration.batch"

    def _prepare_content(self):
        """Return one row of the batches of Volet 1 (row 6 of the form)."""
        self.ensure_one()
        unit = self.uom_id.with_context(lang="fr_FR").name
        as_of = self.declaration_id._local(self.figures_at)
        return {
            "lot": self.lot_name,
            "expiry": french.date(self.expiration_date),
            "manufactured": french.date(self.manufacturing_date),
            "size": french.quantity(self.batch_size, unit) if self.batch_size else "",
            "distribution_start": french.date(self.distribution_start),
            "distribution_end": french.date(self.distribution_end),
            "quantity_france": french.quantity(self.quantity_france, unit),
            "quantity_total": french.quantity(self.quantity_total, unit),
            "source": f"mouvements de stock réalisés, nets des retours, "
            f"au {french.moment(as_of)}",
        }


def _fill_gaps(value, gap):
    """Return the value with each empty text read as the gap's wording."""
    if isinstance(value, dict):
        return {key: _fill_gaps(one, gap) for key, one in value.items()}
    if isinstance(value, list):
        return [_fill_gaps(one, gap) for one in value]
    return gap if value == "" else value
