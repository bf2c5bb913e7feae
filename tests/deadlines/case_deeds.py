# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the people of a story do on a case, done in Odoo's shell.

By the addon's own means; where these would send a real mail or draw a document, the
rows of evidence are written as the addon leaves them.
"""

import base64
import json

from odoo import fields

from odoo.addons.quality_defect_ansm.models.ansm_recall_mail import RECALL, TAKEN

from .naive_case import OWN

#: Odoo tells nobody that a case is his now: the notices alone are counted.
QUIET = {"mail_auto_subscribe_no_notify": True}
REASON = {"ansm_change_reason": "Courrier retrouvé"}


class CaseDeeds:
    """One method each for what may happen to a case, named as in the story."""

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

    def _prepared(self, case):
        now, user = fields.Datetime.now(), self.env.user
        common = {"declaration_id": case.id, "company_id": self.company.id}
        common |= {"prepared_by_id": user.id, "prepared_by_name": user.name}
        return {**common, "prepared_at": now}

    def _speciality(self, case):
        self.env["ansm.speciality"].create(
            {"declaration_id": case.id, "medicine_id": self.other.id}
        )

    def _left(self, case, kind, final=False, of=OWN, content=None):
        """What the sender leaves of a volet that a mail server accepted."""
        speciality = case.speciality_ids if of else case.speciality_ids[:0]
        held = case._volets_of(speciality).filtered(lambda one: one.kind == kind)
        file = base64.b64encode(b"x")
        volet = self.env["ansm.volet"].create(
            {
                **{**self._prepared(case), "kind": kind, "number": len(held) + 1},
                **{"final": final, "speciality_id": speciality.id},
                **{"form_template_id": self.form.id, "form_sha256": "x"},
                **{"content": json.dumps(content or {}), "content_sha256": "x"},
                **{"docx": file, "docx_sha256": "x", "pdf": file, "pdf_sha256": "x"},
                "sealed_at": fields.Datetime.now(),
            }
        )
        self._accepted(self._message(case, kind, volet_id=volet.id))

    def _message(self, case, subject, **vals):
        return self.env["ansm.transmission"].create(
            {
                **{**self._prepared(case), "email_from": "a@labo.example"},
                **{"email_to": self.agency.email, "subject": subject, "body": "x"},
                **{"started_at": fields.Datetime.now(), "outcome": "left"},
                **vals,
            }
        )

    def _accepted(self, sent):
        self.env["ansm.transmission.attempt"]._record(sent, "accepted", "mx", 250, "ok")
        sent.declaration_id._refresh_state()

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
        for step in ("matched", "confirmed"):
            self.env["ansm.incoming.entry"].create(
                {
                    **{"incoming_id": message.id, "declaration_id": case.id},
                    **{"company_id": self.company.id, "step": step, "at": now},
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
        """By a letter that leaves now: what left before answers nothing."""
        sent = self._message(case, "Réponse")
        self._accepted(sent)
        self._date(name).transmission_id = sent

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

    def _charge(self, case, who):
        case.with_context(QUIET).write({"user_id": self.users[who].id, **REASON})

    def _promise(self, case, day):
        """A CAPA is promised, as somebody writes it on the nonconformity."""
        action = {
            **{"name": "CAPA", "type_action": "correction", "date_deadline": day},
            **{"ansm_commitment": True, "user_id": self.users["pr"].id},
        }
        quiet = case.nonconformity_id.with_context(QUIET, tracking_disable=True)
        quiet.write({"action_ids": [(0, 0, action)]})

    def _postponed(self, case, day):
        reason = {"ansm_commitment_reason": "Essai à refaire"}
        self._action(case).write({"date_deadline": day, **reason})

    def _action_ended(self, case, how):
        stage = self.env.ref(f"mgmtsystem_action.stage_{how}")
        reason = {"ansm_commitment_reason": "Sans objet"}
        self._action(case).write({"stage_id": stage.id, **reason})

    def _action(self, case):
        return case.action_ids.with_context(tracking_disable=True)

    def _proposed(self, case, notice):
        # where there is no batch to name, as in a case that has not read any
        self.env["ansm.recall"]._open(case, "action", notice=notice)

    def _proposal_left(self, case):
        recall = case.recall_ids
        sent = self._message(case, "Rappel")
        mails = self.env["ansm.recall.mail"]
        mails._carry(recall, transmission=sent, notice=recall.notice)
        self._accepted(sent)

    def _begin_call(self, case):
        caller = self.users["qa1"]
        return self.env["ansm.call"].with_user(caller)._begin(case.with_user(caller))

    def _unreached(self, case):
        self._begin_call(case)._fail("Occupé")

    def _reached(self, case):
        call = self._begin_call(case)
        call._reach("Mme Astreinte")
        call._end()

    def _retracted(self, case):
        reached = case.call_ids.filtered(lambda one: one.state == "reached")
        reached.with_user(self.users["qa1"])._retract("C’était le répondeur")

    def _recalled(self, case):
        given = {"declaration_id": case.id, "kind": "recall", "state": "taken"}
        self.env["ansm.declaration.measure"].create(given)

    def _notified(self, case):
        row = {"kind": RECALL, "state": TAKEN, "number": "1"}
        self._left(case, "volet_1", content={"measures": [row]})

    def _taken(self, case, kind, who):
        mine = case.deadline_ids.filtered(lambda one: self.name_of(one)[1] == kind)
        clock = mine._running()
        if clock and self.users[who].active:
            clock.with_user(self.users[who]).action_take()

    def _tasks(self, case):
        tasks = self.env["mail.activity"].search([("res_id", "=", case.id)])
        return tasks.filtered("ansm_deadline_id")[:1]

    def _task_deleted(self, case):
        self._tasks(case).unlink()

    def _task_moved(self, case):
        self._tasks(case).write({"date_deadline": "2030-01-01"})
