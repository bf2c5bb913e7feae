# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from lxml import html

from odoo.tests import HttpCase, tagged

from .recall_common import RecallCommon

HOSTILE = "<script>alert(1)</script>\" onload='x' & {{7*7}}"


@tagged("post_install", "-at_install")
class TestCallNote(RecallCommon, HttpCase):
    """The note for where no network is: whole, harmless, to who may telephone."""

    def setUp(self):
        super().setUp()
        self.recall = self._propose(reason=HOSTILE)
        for user in (self.qa, self.reader):
            user.password = f"{user.login}_password"

    def _get(self, user, **proposal):
        self.env.flush_all()
        self.authenticate(user.login, f"{user.login}_password")
        return self.url_open(self._url(), params=proposal)

    def _url(self):
        return f"/ansm/call-note/{self.declaration.id}"

    def test_it_holds_what_a_call_needs_and_asks_the_network_for_nothing(self):
        answer = self._get(self.qa, proposal=self.recall.id)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn(".html", answer.headers["Content-Disposition"])
        page = html.fromstring(answer.content)
        text = page.text_content()
        for words in ("01 99 00 00 00", self.declaration.name, "A1234"):
            self.assertIn(words, text)
        self.assertEqual(set(page.xpath("//a/@href")), {"tel:0199000000"})
        self.assertEqual(page.xpath("//*[@src] | //link | //form | //img"), [])
        (policy,) = page.xpath("//meta[@http-equiv]/@content")
        self.assertTrue(policy.startswith("default-src 'none'; "))
        self.assertNotIn("unsafe", policy)

    def test_what_a_hostile_person_entered_is_text(self):
        self.declaration.medicine_id.sudo().name = HOSTILE
        answer = self._get(self.qa, proposal=self.recall.id)
        page = html.fromstring(answer.content)
        self.assertEqual(page.text_content().count(HOSTILE), 2)
        self.assertEqual(len(page.xpath("//script")), 1)
        self.assertEqual(page.xpath("//@onload"), [])

    def test_it_is_for_who_may_telephone_for_the_case(self):
        self.assertEqual(self._get(self.reader).status_code, 404)
        # a reader on duty is the one who is awake at three in the morning
        self._on_duty(self.reader)
        self.assertEqual(self._get(self.reader).status_code, 200)
        other = self.env["res.company"].create({"name": "Autre"})
        self.qa.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertEqual(self._get(self.qa).status_code, 404)
        self.logout()
        answer = self.url_open(self._url(), allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_proposal_of_another_case_is_not_told(self):
        for proposal in (self.recall.id + 99, "x", "' OR 1=1"):
            self.assertEqual(self._get(self.qa, proposal=proposal).status_code, 404)

    def test_an_exercise_says_so_and_dials_its_stand_in(self):
        self.env.cr.execute(
            "UPDATE ansm_declaration SET exercise = true WHERE id = %s",
            [self.declaration.id],
        )
        self.declaration.invalidate_recordset()
        self.agency.exercise_phone = "01 99 00 55 99"
        page = html.fromstring(self._get(self.qa).content)
        self.assertEqual(set(page.xpath("//a/@href")), {"tel:0199005599"})
        # the screen, the number, each printed page; in the user's language
        said = re.findall("EXERCI[CS]E", page.text_content())
        self.assertGreaterEqual(len(said), 3)

    def test_the_screen_hands_it_out_for_its_proposal(self):
        action = self._screen(self.recall).action_note()
        self.assertEqual(action["url"], f"{self._url()}?proposal={self.recall.id}")
