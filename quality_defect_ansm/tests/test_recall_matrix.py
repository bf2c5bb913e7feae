# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from contextlib import contextmanager
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from . import recall_matrix as matrix
from .recall_common import RecallCommon
from .sending_common import ALL_WELL
from .test_recall import REFUSED

_logger = logging.getLogger(__name__)
MADE = datetime(2026, 4, 3, 12, 0)


class MatrixCommon(RecallCommon):
    """Cases of one frozen day, who may call, and one clock that steps move."""

    @classmethod
    def setUpClass(cls):
        freezer = freeze_time(MADE)
        cls.frozen = freezer.start()
        cls.addClassCleanup(freezer.stop)
        super().setUpClass()
        cls.agency.exercise_phone = "01 99 00 99 99"
        cls._appoint(cls.pri_user, "pri")
        cls.admin = cls._new_user("system_test", "reader")
        cls.admin.group_ids = cls.env.ref("base.group_system")
        cls.callers = dict(
            zip(
                matrix.CALLERS,
                (cls.qa, cls.manager, cls.pr_user, cls.pri_user, cls.reader, cls.admin),
                strict=True,
            )
        )
        cls._make_documents_once()
        wizard = cls.env["ansm.exercise.wizard"].with_user(cls.qa)
        dialog = wizard.create({"name": "Nuit", "lot_ids": cls.lot.ids})
        played = cls.env["ansm.declaration"].browse(dialog.action_open()["res_id"])
        cls.cases = {"real": cls.declaration, "exercise": played.with_user(cls.qa)}

    @classmethod
    def _make_documents_once(cls):
        """Make one Word and one PDF for all rows: what they say is proved elsewhere."""
        volets, made = type(cls.env["ansm.volet"]), {}
        render = volets._render

        def render_once(self, form, content, signatures):
            if form.kind not in made:
                made[form.kind] = render(self, form, content, signatures)
            return made[form.kind]

        cls.classPatch(volets, "_render", render_once)

    def _on_duty(self, user):
        now = fields.Datetime.now()
        self.env["ansm.duty"].create(
            {
                "company_id": self.company.id,
                "user_id": user.id,
                "role": "on_duty",
                "date_from": now - timedelta(hours=1),
                "date_to": now + timedelta(hours=9),
            }
        )

    @contextmanager
    def _undone(self, moment):
        """At a moment (naive UTC); all that is made there is undone after it."""
        volet, savepoint = self.volet, self.env.cr.savepoint()
        self.frozen.move_to(moment)
        self.screen = self.message = None
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.volet = volet

    def _open(self, road, caller):
        """Have a recall proposed by a road; return the proposal."""
        preparer = caller if caller == self.manager else self.qa
        if road == "action":
            return self._propose(user=preparer)
        if road == "volet":
            self._tick()
            self._next_volet()
        elif road == "letter":
            self.message = self._write_letter()
        else:
            self.screen = self._screen(self.declaration, caller)
            self.screen.about_recall = True
            self.screen.action_dial()
        return self.declaration.sudo().recall_ids

    def _step(self, step, recall, road, caller):
        if step in ("mail", "refused"):
            self._mail(recall, road, ALL_WELL if step == "mail" else REFUSED)
        elif step == "taken back":
            call = recall.sudo().declaration_id.call_ids[:1]
            call.with_user(caller)._retract("Je n’ai eu personne")
        elif step == "noted":
            self.frozen.tick(timedelta(minutes=50))
            self._note(recall, caller)
        else:
            self._telephone(step, recall, caller)

    def _mail(self, recall, road, script):
        script = [] if self.declaration.exercise else script
        if self.message:
            self._run(script, self.message)
        elif road == "volet":
            self._send(script)
        else:
            if not recall.letter_ids:
                recall.with_user(self.qa)._make_letter()
            self._send_letter(recall, script)

    def _telephone(self, step, recall, caller):
        screen, self.screen = self.screen or self._screen(recall, caller), None
        if step == "incoming":
            if screen.step == "calling":
                screen.action_busy()
            screen.action_incoming()
        else:
            if screen.step == "dial":
                screen.action_dial()
            if step == "failed":
                screen.action_busy()
                return
            screen.action_reached()
        screen.action_end()

    def _note(self, recall, caller):
        action = recall.with_user(caller).action_enter_call()
        wizard = self.env[action["res_model"]].with_user(caller)
        wizard = wizard.browse(action["res_id"])
        at = fields.Datetime.now() - timedelta(minutes=45)
        vals = {"said": "Annoncé", "late_reason": "Aucun réseau"}
        wizard.write({**vals, "happened_at": at})
        wizard.action_enter()


@tagged("post_install", "-at_install")
class TestRecallMatrix(MatrixCommon):
    """Mail, call, order, day, role and road: complete with both, and only so."""

    def test_it_is_complete_with_mail_and_call_and_only_so(self):
        heads = ("order", "day", "caller", "road", "case", "opened (UTC)")
        lines = [(*heads, "in Paris", "mail", "call", "state", "clock")]
        for row in matrix.rows():
            order, day, caller, road, case = row
            with self.subTest(row=row), self._undone(matrix.DAYS[day][0]):
                self.declaration = self.cases[case]
                recall = self._walk(order, day, caller, road)
                self._check(recall, order, caller, case)
                lines.append((*row, *self._told(recall)))
        _logger.info("mail × call × order × day × role\n%s", matrix.table(lines))
        self.assertIn("complete", {line[-2] for line in lines})

    def _walk(self, order, day, caller, road):
        """Walk a row of the matrix; what may not be done is refused."""
        start, pause = matrix.DAYS[day]
        user = self.callers[caller]
        if caller == "reader on duty":
            self._on_duty(user)
        recall = self._open(road, user)
        for step in matrix.ORDERS[order]:
            self.frozen.tick(pause)
            if caller == "administrator" and step not in ("mail", "refused"):
                with self.assertRaises(AccessError):
                    self._step(step, recall, road, user)
            else:
                self._step(step, recall, road, user)
        self.assertEqual(recall.opened_at, start)
        return recall.with_user(self.qa)

    def _check(self, recall, order, caller, case):
        # what is reckoned from now is read again
        self.env.invalidate_all()
        steps = set(matrix.ORDERS[order])
        complete = matrix.is_complete(order, caller)
        told = matrix.TOLD & steps and caller != "administrator"
        self.assertEqual(bool(recall.mailed_at), "mail" in steps)
        self.assertEqual(
            bool(recall.called_at), bool(told) and "taken back" not in steps
        )
        self.assertEqual(recall.state, "complete" if complete else "incomplete")
        self.assertEqual(self.declaration.recall_state, recall.state)
        (self._check_met if complete else self._check_late)(recall, steps)
        if recall.called_at:
            self.assertIn(matrix.in_paris(recall.called_at), recall.call_words)
            exercise = "EXERCISE" in recall.call_words
            self.assertEqual(exercise, case == "exercise")
        if "noted" in steps and told:
            self.assertIn("entered 0 h 45 later", recall.call_words)

    def _check_met(self, recall, steps):
        clock = self._clock(recall)
        at = max(recall.mailed_at, recall.called_at)
        self.assertEqual(clock.met_at, at)
        late = at > recall.opened_at + timedelta(minutes=30)
        self.assertEqual(clock.band, "met_late" if late else "met")
        self.assertIn(matrix.in_paris(at), clock.band_words)
        self.assertEqual(recall.state_words, "Complete: mail and call")

    def _check_late(self, recall, steps):
        clock = self._clock(recall)._running()
        self.assertEqual((clock.band, clock.due_at), ("late", recall.opened_at))
        self.assertIn("à faire immédiatement", clock.words)
        minutes = (fields.Datetime.now() - recall.opened_at).total_seconds() // 60
        since = f"open for {int(minutes // 60)} h {int(minutes % 60):02d}"
        self.assertIn(since, clock.band_words)
        self.assertIn(f"INCOMPLETE, late, {since}", recall.state_words)
        self.assertEqual("call missing" in recall.state_words, not recall.called_at)
        if "refused" in steps:
            self.assertIn("550", recall.state_words)
        elif not recall.mailed_at:
            self.assertIn("mail missing", recall.state_words)

    def _told(self, recall):
        clock = self._clock(recall).sorted("id")[-1:]
        opened = recall.opened_at
        mailed, called = (
            f"{one:%H:%M}" if one else "–"
            for one in (recall.mailed_at, recall.called_at)
        )
        here = (f"{opened:%Y-%m-%d %H:%M}", matrix.in_paris(opened), mailed, called)
        return (*here, recall.state, clock.band)

    def test_who_may_not_call_opens_enters_and_retracts_nothing(self):
        with self._undone(matrix.DAYS["Sunday 03:00"][0]):
            recall = self._propose()
            self._send_letter(recall)
            for user in (self.admin, self.reader):
                for attempt in (
                    lambda user: self._screen(self.declaration, user),
                    lambda user: self._screen(recall, user),
                    lambda user: self._note(recall, user),
                    lambda user: self.env["ansm.call.screen"]
                    .with_user(user)
                    .create({"declaration_id": self.declaration.id})
                    .action_dial(),
                ):
                    with self.assertRaises(AccessError):
                        attempt(user)
            self.assertFalse(recall.declaration_id.sudo().call_ids)
            self.assertEqual(recall.state, "incomplete")


@tagged("post_install", "-at_install")
class TestRecallMidnight(MatrixCommon):
    """Proposed at 23:59, told at 00:04: each time is right, stored and shown."""

    def _walk_midnight(self, opened):
        self.frozen.move_to(opened)
        recall = self._propose()
        self._send_letter(recall)
        self.frozen.move_to(opened + timedelta(minutes=5))
        self._call(recall)
        clock = self._clock(recall)
        self.assertEqual((clock.started_at, clock.due_at), (opened, opened))
        self.assertEqual(recall.called_at, opened + timedelta(minutes=5))
        self.assertEqual(clock.met_at, recall.called_at)
        self.assertEqual((recall.state, clock.band), ("complete", "met"))
        self.assertIn("25/12/2026 00 h 04", recall.call_words)
        self.assertIn("25/12/2026 00 h 04", clock.band_words)
        self.assertIn("H0 = jeudi 24 décembre 2026, 23 h 59", clock.words)
        return recall

    def test_in_paris_both_are_on_the_same_day_in_utc(self):
        recall = self._walk_midnight(datetime(2026, 12, 24, 22, 59))
        self.assertEqual(recall.called_at, datetime(2026, 12, 24, 23, 4))

    def test_in_utc_the_day_changes_as_well(self):
        self.company.ansm_tz = "UTC"
        recall = self._walk_midnight(datetime(2026, 12, 24, 23, 59))
        self.assertEqual(recall.called_at, datetime(2026, 12, 25, 0, 4))
