# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the people of a story do, done in Odoo's shell.

By the addon's own means; where these would send a real mail or draw a document, the
rows of evidence are written as the addon leaves them.
"""

import base64
from collections import Counter
from datetime import datetime, timedelta
from email.utils import parseaddr

from odoo import fields

from odoo.addons.quality_defect_ansm.tests.annex_common import certificate

from .naive_calendar import CLOSED
from .story import INBOX, PEOPLE, START

#: Odoo tells nobody that a case is his now: the notices alone are counted.
QUIET = {"mail_auto_subscribe_no_notify": True}
REASON = {"ansm_change_reason": "Courrier retrouvé"}


class Deeds:
    """One method each for what may happen, named as in the story."""

    def __init__(self, env):
        self.env, self.company = env, env.company
        self.cases, self.dates, self.nominations = {}, {}, []
        self._make_company()
        self._make_people()

    def move_to(self, env):
        """Go on in another transaction."""
        self.env, self.company = env, self.company.with_env(env)
        for name in ("medicine", "origin", "client", "form", "agency"):
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
        """Return the case and the place of a clock, as the naive model has them."""
        kind, _sign, row = clock.place.partition("/")
        if kind == "agency_date":
            kind = f"{kind}/{self.dates[int(row)]}"
        if kind == "nomination":
            kind = f"{kind}/{self.nominations.index(int(row))}"
        case = self.about("ansm.declaration", clock.declaration_id.id)
        return f"{case} {kind}"

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

    def _open(self, case, who, known, signal):
        row = self.env["mgmtsystem.nonconformity"].create(
            {
                **{"name": f"Défaut {case}", "description": "Fissure"},
                **{
                    "partner_id": self.client.id,
                    "origin_ids": [(6, 0, self.origin.ids)],
                },
                **{"responsible_user_id": self.users["pr"].id},
                "manager_user_id": self.users["pr"].id,
            }
        )
        declaration = (
            self.env["ansm.declaration"]
            .with_context(QUIET)
            .create(
                {
                    **{"nonconformity_id": row.id, "company_id": self.company.id},
                    **{"known_at": known, "signal_received_at": signal},
                    **{"user_id": self.users[who].id, "medicine_id": self.medicine.id},
                }
            )
        )
        self.cases[case] = declaration.id

    def _left(self, case, kind, final=False):
        """What the sender leaves of a volet that a mail server accepted."""
        now, user = fields.Datetime.now(), self.env.user
        common = {"declaration_id": case.id, "company_id": self.company.id}
        common |= {"prepared_by_id": user.id, "prepared_by_name": user.name}
        common["prepared_at"] = now
        number = len(case.volet_ids.filtered(lambda one: one.kind == kind)) + 1
        file = base64.b64encode(b"x")
        volet = self.env["ansm.volet"].create(
            {
                **{**common, "kind": kind, "number": number, "final": final},
                **{"form_template_id": self.form.id, "form_sha256": "x"},
                **{"content": "{}", "content_sha256": "x", "sealed_at": now},
                **{"docx": file, "docx_sha256": "x", "pdf": file, "pdf_sha256": "x"},
            }
        )
        sent = self.env["ansm.transmission"].create(
            {
                **{**common, "volet_id": volet.id, "email_from": "a@labo.example"},
                **{"email_to": "d@agence.example", "subject": kind, "body": "x"},
                **{"started_at": now, "outcome": "left"},
            }
        )
        self.env["ansm.transmission.attempt"]._record(sent, "accepted", "mx", 250, "ok")
        case._refresh_state()

    def _moved(self, case, name, to):
        field = {"known": "known_at", "signal": "signal_received_at"}[name]
        case.write({field: to, **REASON})

    def _promised(self, case, day):
        case.write({"next_report_date": day, **REASON})

    def _answered(self, case):
        now, user = fields.Datetime.now(), self.env.user
        message = self.env["ansm.incoming"].create(
            {
                **{
                    "company_id": self.company.id,
                    "received_at": now,
                    "road": "gateway",
                },
                **{"delivered_by_id": user.id, "delivered_by_name": user.name},
                **{"raw": base64.b64encode(b"x"), "raw_sha256": "x", "size": 1},
                **{"digest": f"{case.id}", "kind": "answer"},
            }
        )
        self.env["ansm.incoming.entry"].create(
            {
                **{"incoming_id": message.id, "declaration_id": case.id, "at": now},
                **{"company_id": self.company.id, "step": "confirmed"},
                **{"user_id": user.id, "user_name": user.name},
            }
        )

    def _adverse(self, case, value):
        case.write({"adverse_effects": value, **REASON})

    def _handed(self, case, day):
        who = "PV" if day else False
        values = {"pharmacovigilance_date": day, "pharmacovigilance_recipient": who}
        case.write({**values, **REASON})

    def _shortage(self, case, value):
        case.write({"shortage_risk": value, **REASON})

    def _shortage_told(self, case):
        today = fields.Date.today()
        case.write({"shortage_told_on": today, "shortage_told_reference": "R1"})

    def _given(self, case, name, day):
        made = self.env["ansm.agency.date"].create(
            {"declaration_id": case.id, "name": name, "day": day}
        )
        self.dates[made.id] = name

    def _date(self, name):
        [row] = [row for row, known in self.dates.items() if known == name]
        return self.env["ansm.agency.date"].browse(row)

    def _given_moved(self, _case, name, day):
        self._date(name).write({"day": day, **REASON})

    def _given_answered(self, case, name):
        self._date(name).transmission_id = case.transmission_ids[:1]

    def _close(self, case):
        user, now = self.env.user, fields.Datetime.now()
        if case.volet_ids:
            self.env["ansm.closing"].create(
                {
                    **{"declaration_id": case.id, "company_id": self.company.id},
                    **{"last_volet_id": max(case.volet_ids.ids), "kind": "without"},
                    **{"content": "x", "content_sha256": "x", "user_id": user.id},
                    **{"signer_name": "x", "signer_role": "x", "signed_at": now},
                    "auth_method": "password",
                }
            )
            case._refresh_state()

    def _charge(self, case, who):
        case.with_context(QUIET).write({"user_id": self.users[who].id, **REASON})

    def _taken(self, case, kind, who):
        clock = case.deadline_ids.filtered(lambda one: one.place == kind)._running()
        if clock and self.users[who].active:
            clock.with_user(self.users[who]).action_take()

    def _tasks(self, case):
        tasks = self.env["mail.activity"].search([("res_id", "=", case.id)])
        return tasks.filtered("ansm_deadline_id")[:1]

    def _task_deleted(self, case):
        self._tasks(case).unlink()

    def _task_moved(self, case):
        self._tasks(case).write({"date_deadline": "2030-01-01"})
