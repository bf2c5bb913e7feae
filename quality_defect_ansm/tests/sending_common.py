# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import smtplib
from unittest.mock import patch

from .signing_common import SigningData

OK = (250, b"2.0.0 Kept as 4711")
GO = (354, b"go ahead")
LOST = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
ENVELOPE = [OK, OK]
ALL_WELL = [*ENVELOPE, GO, OK]


class ScriptedSMTP(smtplib.SMTP):
    """smtplib itself, on a script of answers instead of a socket."""

    from_filter = smtp_from = False

    def __init__(self, script):
        super().__init__()
        self.script, self.sent = list(script), []
        # as after the greeting, which _connect__ has done
        self.ehlo_resp, self.does_esmtp = b"ready", True
        self.esmtp_features = {"size": "1000000"}

    def send(self, s):
        self.sent.append(s if isinstance(s, bytes) else s.encode())

    def getreply(self):
        answer = self.script.pop(0) if self.script else (221, b"bye")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def commands(self):
        return [line.split()[0].lower() for line in self.sent if len(line) < 200]

    def content(self):
        """Return the message as a server takes it: without the stuffed dots."""
        data = next((one for one in self.sent if one.endswith(b"\r\n.\r\n")), b"")
        return data[: -len(b".\r\n")].replace(b"\r\n..", b"\r\n.")


class SendingCommon(SigningData):
    """A signed volet, an agency of the tests, a pharmacien responsable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "contact@exploitant.example"
        cls.agency = cls.env["ansm.agency"].create(
            {
                "name": "Agence",
                "email": "defauts@agence.example",
                "phone": "01 99 00 00 00",
                "date_from": "2020-01-01",
                "company_id": cls.company.id,
            }
        )
        cls.declaration = cls._declare()
        cls.declaration.user_id = cls.manager
        volet = (
            cls.env["ansm.volet"].with_user(cls.qa)._make(cls.declaration, "volet_1")
        )
        cls._approve(volet)
        cls.volet = volet
        cls.sender = cls.env["ansm.sender"]

    def _wizard(self, user=None, **vals):
        wizards = self.env["ansm.sending.wizard"].with_user(user or self.qa)
        given = {"volet_id": self.volet.id, "identity_checked": True, **vals}
        return wizards.create(given)

    def _prepare(self, **vals):
        """Press "Send now"; return the transmission, not sent yet."""
        self._wizard(**vals).action_send()
        self.env.cr.postcommit.clear()
        return self.volet.transmission_ids.sorted("id")[-1]

    def _connected(self, script):
        """Answer the next connections by a script, or by an error."""
        session = script if isinstance(script, Exception) else ScriptedSMTP(script)
        self.session = session
        return patch.object(
            type(self.env["ir.mail_server"]),
            "_connect__",
            side_effect=session if isinstance(script, Exception) else None,
            return_value=session,
        )

    def _run(self, script, transmission=None):
        """Let the sender run against a scripted server."""
        with self._connected(script), self.enter_registry_test_mode():
            if transmission:
                self.sender._send_now(transmission.id)
            else:
                with self.env.registry.cursor() as cr:
                    self.sender.with_env(self.env(cr=cr))._send_due()
        self.env.invalidate_all()
        return self.session

    def _send(self, script, **vals):
        transmission = self._prepare(**vals)
        self._run(script, transmission)
        return transmission

    def _tasks(self):
        kind = self.env.ref("quality_defect_ansm.activity_not_sent")
        return self.declaration.activity_ids.filtered(
            lambda one: one.activity_type_id == kind
        )
