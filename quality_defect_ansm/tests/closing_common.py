# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields

HOST = "mail.exploitant.example:25"


def close(case, **vals):
    """Record the closing of a case, as its dialog does."""
    env = case.env
    volet = case.volet_ids[:1] or env["ansm.volet"]._make(case, "volet_1")
    return (
        env["ansm.closing"]
        .sudo()
        .create(
            {
                "declaration_id": case.id,
                "company_id": case.company_id.id,
                "last_volet_id": volet.id,
                "kind": "final",
                "content": "Clos",
                "content_sha256": "ab" * 32,
                "user_id": env.uid,
                "signer_name": "Somebody",
                "signer_role": "PR",
                "signed_at": fields.Datetime.now(),
                "auth_method": "password",
                **vals,
            }
        )
    )


def hand_over(volet, at=None, step="accepted"):
    """Record that a mail server took, or refused, a signed volet, at a moment (UTC)."""
    volet = volet.sudo()
    transmission = volet.env["ansm.transmission"].create(
        {
            "declaration_id": volet.declaration_id.id,
            "volet_id": volet.id,
            "company_id": volet.company_id.id,
            "prepared_by_id": volet.prepared_by_id.id,
            "prepared_by_name": volet.prepared_by_name,
            "prepared_at": fields.Datetime.now(),
            "email_from": "a@exploitant.example",
            "email_to": "b@agence.example",
            "subject": volet.display_name,
            "body": "Bonjour",
        }
    )
    volet.env["ansm.transmission.attempt"].create(
        {
            "transmission_id": transmission.id,
            "company_id": volet.company_id.id,
            "at": at or fields.Datetime.now(),
            "step": step,
            "host": HOST,
        }
    )
    volet.env.invalidate_all()
    volet.declaration_id._refresh_state()
