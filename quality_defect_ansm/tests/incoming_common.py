# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import email.message

from .sending_common import SendingCommon

NUMBER = "2026-DQ-00999"


def mail(subject="Re", text="Bonjour", sender="agent@agence.example", **headers):
    """Return a message as bytes."""
    message = email.message.EmailMessage()
    message["From"], message["To"] = sender, "reponses@exploitant.example"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


class IncomingCommon(SendingCommon):
    """A company whose gateway takes the answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.alias"].create(
            {
                "alias_name": "reponses",
                "alias_incoming_local": True,
                "alias_model_id": cls.env["ir.model"]._get_id("ansm.incoming"),
                "alias_defaults": {"company_id": cls.company.id},
            }
        )

    def _own_cursors(self):
        return self.enter_registry_test_mode()

    def _receive(self, raw, user=None):
        threads = self.env["mail.thread"]
        threads = threads.with_user(user) if user else threads
        self.env.flush_all()
        with self._own_cursors():
            kept = threads.message_process(False, raw)
        self.env.invalidate_all()
        return self.env["ansm.incoming"].browse(kept)
