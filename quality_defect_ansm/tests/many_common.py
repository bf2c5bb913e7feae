# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import etree

from .sending_common import SendingCommon

#: What the widget of tasks reads besides its own field.
ACTIVITY = (
    *("activity_exception_decoration", "activity_exception_icon", "activity_state"),
    *("activity_summary", "activity_type_icon", "activity_type_id"),
)


class ManyCommon(SendingCommon):
    """Some cases whose Volet 1 has left, and what a page of records costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.declaration
        for _number in range(3):
            cls.cases |= cls._declare(cls._new_nonconformity())
        for case in cls.cases:
            volet = case.volet_ids or cls.env["ansm.volet"]._make(case, "volet_1")
            if not volet.sealed_at:
                cls._approve(volet)
            cls._record_sending(volet)
            case._refresh_state()
        cls.cases = cls.cases.with_user(cls.qa)

    @classmethod
    def _record_sending(cls, volet):
        message = {
            "email_from": "contact@exploitant.example",
            "email_to": "defauts@agence.example",
            "subject": "Volet 1",
            "body": "Bonjour",
        }
        transmission = cls.env["ansm.transmission"]._create_prepared(volet, message)
        attempts = cls.env["ansm.transmission.attempt"].sudo()
        attempts._record(transmission, "accepted", host="smtp.example")

    def _fields(self, model, kind):
        """Return what the web client reads of a view, as it asks for it."""
        view = self.env[model].with_user(self.qa).get_view(view_type=kind)
        names = []
        for node in etree.fromstring(view["arch"]).iter("field"):
            names.append(node.get("name"))
            names += ACTIVITY if node.get("widget") == "kanban_activity" else ()
        return list(dict.fromkeys(names))

    def _queries(self, work):
        # the second time: the rules of the user are kept from the first one on
        for _time in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            work()
        return self.cr.sql_log_count - before

    def _assert_one_costs_as_many(self, records, read):
        """Compare the queries of one case, or of what it has, with those of all."""
        few = records.filtered(lambda one: self._case_of(one) == self.cases[:1])
        self.assertTrue(few)
        self.assertGreaterEqual(len(records), 4 * len(few))
        one, many = (self._queries(lambda it=it: read(it)) for it in (few, records))
        self.assertEqual(many, one)

    def _case_of(self, record):
        return record if record._name == self.cases._name else record.declaration_id

    def _assert_page(self, records, kind):
        names = self._fields(records._name, kind)
        many2one = {"fields": {"display_name": {}}}
        asked = {
            name: many2one if records._fields[name].type == "many2one" else {}
            for name in names
        }
        self._assert_one_costs_as_many(
            records,
            lambda few: few.web_search_read([("id", "in", few.ids)], asked, limit=80),
        )
