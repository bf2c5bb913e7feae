# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the people of a story do, done in Odoo's shell.

Here: the company and its people; ``case_deeds.py``: what is done on a case.
"""

import base64
from collections import Counter
from datetime import datetime, timedelta
from email.utils import parseaddr

from odoo import fields

from odoo.addons.quality_defect_ansm.tests.annex_common import certificate

from .case_deeds import CaseDeeds
from .naive_calendar import CLOSED
from .story import INBOX, PEOPLE, START


class Deeds(CaseDeeds):
    """One method each for what may happen, named as in the story."""

    def __init__(self, env):
        self.env, self.company = env, env.company
        self.cases, self.dates, self.nominations = {}, {}, []
        self._make_company()
        self._make_people()

    def move_to(self, env):
        """Go on in another transaction."""
        self.env, self.company = env, self.company.with_env(env)
        for name in ("medicine", "other", "origin", "client", "form", "agency"):
            setattr(self, name, getattr(self, name).with_env(env))
        self.users = {who: user.with_env(env) for who, user in self.users.items()}

    def do(self, what, details):
        case = details.get("case")
        given = {name: one for name, one in details.items() if name != "case"}
        work = getattr(self, f"_{what}")
        if what == "open":
            work(case, **given)
        elif case is None:
            work(**given)
        else:
            work(self.env["ansm.declaration"].browse(self.cases[case]), **given)

    def count_triggers(self):
        """Return how often the job asked to run again at once."""
        cron = self.env.ref("quality_defect_ansm.cron_deadlines")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def about(self, model, row):
        """Return the number of the case a record is, as the story has it."""
        numbers = {case: number for number, case in self.cases.items()}
        return numbers[row] if row and model == "ansm.declaration" else None

    def alerts(self, env):
        """Return how often each was told of what, when: in Odoo, and by mail."""
        inbox, mails = Counter(), Counter()
        notified = env["mail.notification"].search(
            [
                ("mail_message_id.message_type", "=", "user_notification"),
                ("mail_message_id.model", "in", ("ansm.declaration", "res.company")),
            ]
        )
        for one in notified:
            message = one.mail_message_id
            about = self.about(message.model, message.res_id)
            inbox[f"{message.date} {one.res_partner_id.name} {about}"] += 1
        for one in env["mail.mail"].search([("email_to", "!=", False)]):
            _name, address = parseaddr(one.email_to)
            mails[f"{one.date} {address.partition('@')[0]}"] += 1
        return {"inbox": inbox, "mails": mails}

    def name_of(self, clock):
        """Return (case, place) of a clock, as the naive model has them."""
        kind, _sign, row = clock.place.partition("/")
        if kind == "agency_date":
            kind = f"{kind}/{self.dates[int(row)]}"
        elif kind == "nomination":
            kind = f"{kind}/{self.nominations.index(int(row))}"
        elif kind == "withdrawal_notice" and not row.startswith("measure"):
            kind = f"{kind}/recall"
        elif kind.startswith("volet_") and row:
            kind = f"{kind}/other"
        return self.about("ansm.declaration", clock.declaration_id.id), kind

    def _make_company(self):
        # without days or months between them, these have no clock
        zone = {"ansm_tz": "Europe/Paris", "ansm_duty_test_days": 0}
        zone["ansm_form_months"] = 0
        self.company.write({**zone, "email": "x@labo.example"})
        calendar = self.company.resource_calendar_id
        calendar.tz = "Europe/Paris"
        for day in (datetime(*one) for one in CLOSED):
            row = {"name": "Férié", "calendar_id": calendar.id}
            start = {"date_from": day - timedelta(hours=3)}
            end = {"date_to": day + timedelta(hours=20)}
            self.env["resource.calendar.leaves"].create({**row, **start, **end})
        last = START.date() - timedelta(days=300)
        given = {"date_from": last, "checked_on": last, "company_id": self.company.id}
        words = {"name": "Agence", "email": "defauts@agence.example", "phone": "01"}
        self.agency = self.env["ansm.agency"].create({**given, **words})
        medicine = {"name": "AUBRALGINE", "inn": "Paracétamol", "cis_code": "60000001"}
        self.medicine = self.env["ansm.medicine"].create(medicine)
        other = {"name": "AUBRALGINE 1 g", "inn": "Paracétamol", "cis_code": "60000002"}
        self.other = self.env["ansm.medicine"].create(other)
        self.origin = self.env["mgmtsystem.nonconformity.origin"].create({"name": "R"})
        self.client = self.env["res.partner"].create({"name": "Pharmacie"})
        self.form = self.env["ansm.form.template"].search([], limit=1)

    def _make_people(self):
        groups = {True: "preparer", False: "reader"}
        roles = {who: groups[prepares] for who, prepares in PEOPLE.items()}
        roles |= {"boss": "manager", "second": "manager"}
        made = self.env["res.users"].create(
            [self._prepare_user(who, role) for who, role in roles.items()]
        )
        self.users = dict(zip(roles, made, strict=True))
        # a manager, too: told when nobody else is left
        name = {"name": "administrator", "email": "administrator@labo.example"}
        self.env.ref("base.user_admin").write(name)

    def _prepare_user(self, who, role):
        group = self.env.ref(f"quality_defect_ansm.group_{role}")
        return {
            **{"name": who, "login": who, "email": f"{who}@labo.example"},
            **{"group_ids": [(6, 0, group.ids)], "lang": "en_US"},
            "notification_type": "inbox" if who in INBOX else "email",
        }

    def _duty(self, role, who, start, end):
        self.env["ansm.duty"].create(
            {
                **{"role": role, "user_id": self.users[who].id},
                **{"date_from": start, "date_to": end, "company_id": self.company.id},
            }
        )

    def _nominate(self, who, role, first, last):
        given = {
            **{"user_id": self.users[who].id, "role": role, "date_to": last},
            **{"company_id": self.company.id, "late_reason": "x"},
            **{"date_from": first, "nomination_name": "n.pdf"},
            "nomination": base64.b64encode(certificate()),
        }
        people = self.users["boss"], self.users["second"]
        if not self.users["boss"].active:
            people = self.users["second"], self.env.ref("base.user_admin")
        made = self.env["ansm.signatory"]._appoint(given, *people)
        self.nominations.append(made.id)

    def _end(self, who, last):
        user = self.users[who]
        signatory = self.env["ansm.signatory"].search([("user_id", "=", user.id)])
        signatory.with_user(self.users["second"])._end(last, "Départ")

    def _away(self, who, until):
        now = fields.Datetime.now()
        self.users[who].write({"out_of_office_from": now, "out_of_office_to": until})

    def _leave(self, who):
        self.users[who].active = False

    def _setting(self, name, value):
        self.company.write({name: value})

    def _ladder(self, kind, rungs):
        ladder = self.env.ref(f"quality_defect_ansm.ladder_{kind}")
        ladder.rungs = rungs

    def _checked(self):
        self.agency.action_checked()
