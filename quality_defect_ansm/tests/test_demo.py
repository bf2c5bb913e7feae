# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

LOGINS = ("qa", "pr", "pri", "pq", "reader", "qa2", "pr2", "admin")


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ansm.demo"]._load()

    def test_each_login_opens_with_itself_as_password(self):
        for login in LOGINS:
            user = self.env["res.users"].search([("login", "=", login)])
            credential = {"type": "password", "login": login, "password": login}
            info = user.with_user(user)._check_credentials(
                credential, {"interactive": True}
            )
            self.assertEqual(info["uid"], user.id)

    def test_the_signatories_are_in_force_in_their_own_company(self):
        signatories = self.env["ansm.signatory"]
        companies = self.env["res.company"].search([("name", "like", "Laboratoires")])
        roles = [signatories._in_force(one).mapped("role") for one in companies]
        self.assertIn(["pr", "pri", "pq"], roles)
        self.assertIn(["pr"], roles)

    def test_the_figures_are_the_deliveries_less_the_return(self):
        lot = self.env["stock.lot"].search([("name", "=", "AB2417")])
        figures = self.env["ansm.stock.figures"]._of_lot(lot, lot.company_id)
        self.assertEqual(figures["quantity_france"], 8000 + 6000 + 400 + 120 - 350)
        self.assertEqual(
            figures["quantity_total"], 8000 + 6000 + 400 + 120 - 350 + 1500
        )
        self.assertEqual(figures["quantity_unknown"], 0)

    def test_four_of_eight_nonconformities_are_declared_one_up_to_its_volet_2(self):
        user = self.env["res.users"].search([("login", "=", "qa")])
        found = self.env["mgmtsystem.nonconformity"].search([("user_id", "=", user.id)])
        played = found.ansm_declaration_ids.filtered("exercise").nonconformity_id
        self.assertEqual((len(found - played), len(played)), (8, 1))
        cases = (found - played).ansm_declaration_ids.sorted("id")
        volets = cases.volet_ids.sorted("id")
        self.assertEqual(
            [(one.kind, one.state) for one in volets],
            [("volet_1", "sent"), ("volet_2", "to_sign"), ("volet_1", "to_sign")]
            + [("volet_1", "to_sign")]
            + [("volet_1", "sent")] * 2
            + [("volet_1", "to_sign")] * 2
            + [("recall", "sent")],
        )
        self.assertEqual([len(one.action_ids) for one in cases], [2, 3, 0, 0])

    def test_the_agency_acknowledged_one_case_and_a_person_confirmed_it(self):
        entry = self.env["ansm.incoming.entry"].search([("step", "=", "confirmed")])
        self.assertEqual(entry.case_number, "2026-DQ-00417")
        self.assertEqual(entry.declaration_id.case_number, entry.case_number)
        self.assertEqual(entry.user_id.login, "qa")
        kept = entry.incoming_id
        self.assertEqual((kept.rule, kept.from_agency), ("thread", True))

    def test_one_case_has_two_specialities_and_two_numbers_of_the_agency(self):
        other = self.env["ansm.speciality"].search([])
        case = other.declaration_id
        volets = case.volet_ids.filtered(lambda one: one.number == 2).sorted("id")
        numbers = [one._content()["case_number"] for one in volets]
        self.assertEqual(numbers, [case.case_number, other.case_number])
        self.assertEqual(len(set(numbers)), 2)

    def test_one_case_is_of_a_medicine_made_in_france_for_export_only(self):
        pack = self.env["ansm.presentation"].search([("cip13", "=", False)])
        case = self.env["ansm.declaration"].search([("presentation_id", "=", pack.id)])
        content = case.volet_ids._content()
        self.assertEqual(content["batches"][0]["quantity_france"], "0 boîte(s)")
        self.assertEqual(content["countries_other"], "Maroc")
        france = content["distribution_france"]
        self.assertIn("non commercialisé", france.pop("gap"))
        self.assertFalse(any(france.values()))
        self.assertIn("export seul", content["authorisation"]["gap"])

    def test_each_outcome_is_signed_and_two_have_no_answer(self):
        company = self.env["res.company"].search([("name", "like", "Aubrac")])
        found = self.env["mgmtsystem.nonconformity"].search(
            [("company_id", "=", company.id), ("ansm_distributed", "=", True)]
        )
        found -= found.ansm_declaration_ids.filtered("exercise").nonconformity_id
        self.assertEqual(
            sorted(found.mapped("ansm_answer")),
            ["by_another", *["declare"] * 4, "none", "none", "not_declared"],
        )
        self.assertTrue(all(found.ansm_decision_ids.mapped("signer_name")))

    def test_the_agency_numbered_no_case_before_its_volet_1_left(self):
        cases = self.env["ansm.declaration"].search([("case_number", "!=", False)])
        self.assertTrue(cases)
        kind = [("kind", "=", "volet_1"), ("number", "=", 1)]
        for volet in cases.volet_ids.filtered_domain(kind):
            self.assertEqual(volet.state, "sent")

    def test_one_recall_lacks_its_call_one_is_complete_one_is_played(self):
        recalls = self.env["ansm.recall"].search([], order="id")
        self.assertEqual(
            [(one.source, one.state, one.exercise) for one in recalls],
            [
                ("volet", "incomplete", False),
                ("action", "complete", False),
                ("action", "incomplete", True),
            ],
        )
        first, second, _third = recalls
        self.assertTrue(first.mailed_at)
        self.assertEqual(first.batch_names, "AB2417")
        self.assertEqual(first.declaration_id.call_ids.state, "failed")
        self.assertEqual(second.decision, "agreed")

    def test_its_agency_is_a_stand_in_nobody_else_owns(self):
        for company in self.env["res.company"].search([("name", "like", "Laborat")]):
            agency = self.env["ansm.agency"]._in_force(company)
            self.assertEqual(self.env["ansm.arming"]._problems(agency.email), [])

    def test_loading_it_twice_adds_nothing(self):
        before = self.env["res.users"].search_count([])
        self.env["ansm.demo"]._load()
        self.assertEqual(self.env["res.users"].search_count([]), before)

    def test_an_armed_database_takes_no_demo(self):
        self.env["ansm.arming"].with_user(self.env.ref("base.user_admin"))._arm()
        with self.assertRaisesRegex(UserError, "armed"):
            self.env["ansm.demo"]._load()
