# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import json
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.fields import Domain

from .. import french


class AnsmVolet(models.Model):
    """The signing of a volet.

    Whoever prepared or checked it may sign that; the approval by a signatory in
    force seals it. A file cannot hold its own hash: the final Word and PDF are
    made with the block of the signatures, which names the hashes of the content
    and of the Word that was shown, and the signature binds the final bytes.
    """

    _inherit = "ansm.volet"

    may_sign = fields.Boolean(compute="_compute_may_sign")
    waits_for_me = fields.Boolean(
        compute="_compute_waits_for_me", search="_search_waits_for_me"
    )

    @api.depends("sealed_at", "prepared_by_id", "company_id")
    @api.depends_context("uid")
    def _compute_may_sign(self):
        for volet in self:
            volet.may_sign = not volet.sealed_at and bool(volet._meanings())

    @api.depends("sealed_at", "company_id")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        companies = self._companies_i_sign_for()
        for volet in self:
            volet.waits_for_me = not volet.sealed_at and volet.company_id in companies

    @api.model
    def _search_waits_for_me(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        waiting = Domain("company_id", "in", self._companies_i_sign_for().ids)
        return waiting & Domain("sealed_at", "=", False)

    @api.model
    def _companies_i_sign_for(self):
        user, companies = self.env.user, self.env.companies
        signatories = self.env["ansm.signatory"]
        return companies.filtered(lambda one: signatories._in_force(one, user=user))

    def _my_appointments(self):
        """Return the appointments with which the current user may approve."""
        self.ensure_one()
        signatories = self.env["ansm.signatory"]
        return signatories._in_force(self.company_id, user=self.env.user)

    def _meanings(self):
        """Return what the current user's signature may mean here, first the default.

        ``approved`` takes an appointment; ``prepared`` is for who made this
        version, ``checked`` for another preparer.
        """
        self.ensure_one()
        meanings = ["approved"] if self._my_appointments() else []
        if self.env.user.has_group("quality_defect_ansm.group_preparer"):
            himself = self.prepared_by_id == self.env.user
            meanings.append("prepared" if himself else "checked")
        return meanings

    def action_sign(self):
        """Open the signing dialog on what is signed, in full.

        The dialog is made here, by the server: it keeps the hash of the Word it
        shows, and signs nothing else.
        """
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["ansm.signing.wizard"]._open_on(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _sign_problems(self, meaning, signatory):
        """Return all that keeps the current user from signing this version.

        :param meaning: ``prepared``, ``checked`` or ``approved``
        :param signatory: the appointment an approval is given under
        """
        self.ensure_one()
        problems = self._state_problems()
        if meaning == "approved":
            problems += signatory._approval_problems(self.company_id)
            problems += self._same_person_problems()
        elif meaning not in self._meanings():
            problems.append(
                self.env._("Your signature cannot mean this here: see who prepared it.")
            )
        if self._signed_by_me(meaning):
            problems.append(self.env._("You have signed this version already."))
        return problems

    def _state_problems(self):
        if self.sealed_at:
            return [self.env._("%s is signed already.", self.display_name)]
        problems = []
        # sudo: compares hashes; whoever may read the volet may sign it
        stored = self.sudo().with_context(bin_size=False)
        pairs = [
            (stored.content.encode(), self.content_sha256),
            (base64.b64decode(stored.docx), self.docx_sha256),
            (base64.b64decode(stored.pdf), self.pdf_sha256),
        ]
        if any(hashlib.sha256(data).hexdigest() != digest for data, digest in pairs):
            problems.append(
                self.env._(
                    "The stored files are not those that were made (their SHA-256 "
                    "differ): make the volet again, and have it looked into."
                )
            )
        if stored.form_template_id.fingerprint != self.form_sha256:
            problems.append(
                self.env._("The form has changed since: make the volet again.")
            )
        return problems

    def _same_person_problems(self):
        allowed = self.company_id.ansm_same_person_may_sign
        urgent = self.kind == "volet_1" and not self.final
        if allowed or urgent or self.prepared_by_id != self.env.user:
            return []
        return [
            self.env._(
                "You prepared this version: in %s somebody else approves it.",
                self.company_id.name,
            )
        ]

    def _signed_by_me(self, meaning):
        return self.signature_ids.filtered(
            lambda one: one.current
            and one.user_id == self.env.user
            and one.meaning.partition("_")[0] == meaning
        )

    def _sign(self, meaning, signatory, auth_method):
        """Sign as the current user, whose identity was checked just before.

        :param auth_method: how he proved who he is, kept on the signature
        :raise UserError: listing all that speaks against it
        """
        self.ensure_one()
        self.env.user._ansm_refuse_another_hand()
        self._lock_to_sign()
        signatory._raise_all(self._sign_problems(meaning, signatory))
        vals = self._prepare_signature(meaning, signatory, auth_method)
        if meaning == "approved":
            return self._seal(vals)
        # sudo: signatures are made by these methods alone.
        return self.env["ansm.signature"].sudo().create(vals)

    def _is_approved(self):
        """Whether a signatory's approval binds the very files that are there."""
        self.ensure_one()
        return bool(self.sealed_at) and any(
            one.meaning.startswith("approved_")
            and one.content_sha256 == self.content_sha256
            and (one.docx_sha256, one.pdf_sha256) == (self.docx_sha256, self.pdf_sha256)
            for one in self.signature_ids
        )

    def _lock_to_sign(self):
        try:
            # sudo: locking a row takes the right to write it, and nobody has it
            self.sudo().lock_for_update()
        except LockError:
            self.env["ansm.signatory"]._raise_all(
                [self.env._("Somebody else is signing or making it now: try again.")]
            )

    def _prepare_signature(self, meaning, signatory, auth_method):
        approved = meaning == "approved"
        signature = self.env["ansm.signature"]
        chain = self.env["ansm.chain"]._of(declaration=self.declaration_id)
        return {
            "volet_id": self.id,
            "company_id": self.company_id.id,
            "signatory_id": signatory.id if approved else False,
            "user_id": self.env.uid,
            "signer_name": self.env.user.name,
            "signer_role": signature._role_text(meaning, signatory),
            "meaning": f"approved_{signatory.role}" if approved else meaning,
            "signed_at": fields.Datetime.now(),
            "auth_method": auth_method,
            "content_sha256": self.content_sha256,
            "preview_sha256": self.docx_sha256,
            "docx_sha256": self.docx_sha256,
            "pdf_sha256": self.pdf_sha256,
            "chain_head": chain._leave("volet"),
        }

    def _seal(self, vals):
        """Make the final Word and PDF with the block of the signatures; freeze.

        The text is the stored content, never the live data of the case: what was
        shown is what is signed. One transaction: all of it, or nothing.

        :param vals: values of the approving signature, without the final hashes
        :return: that signature
        """
        # sudo: evidence is written by this method alone.
        volet = self.sudo()
        earlier = [one._block() for one in volet.signature_ids if one.current]
        last = volet.env["ansm.signature"].new(vals)._block()
        files = volet._render(
            volet.form_template_id,
            json.loads(volet.content),
            [*earlier, last],
        )
        volet.write({**files, "sealed_at": vals["signed_at"]})
        hashes = {name: files[name] for name in ("docx_sha256", "pdf_sha256")}
        signature = volet.env["ansm.signature"].create({**vals, **hashes})
        volet._evidence_chain()._tell_above()
        return signature

    def _signing_moment(self, moment):
        """Return a naive UTC datetime in words, in the company's zone and in UTC."""
        utc = moment.replace(tzinfo=ZoneInfo("UTC"))
        local = self.company_id._ansm_local(moment)
        return f"{french.moment(local)} – {french.moment(utc)}"
