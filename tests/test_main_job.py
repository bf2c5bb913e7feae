# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The main job as persons do it: in a real Chromium, from the login page."""

import base64
import email
import email.policy
import re

from playwright.sync_api import expect

from . import browsing, walk


def test_from_the_nonconformity_to_the_agencys_mailbox(world, browser):
    # Odoo's own bookkeeping of read messages, when two pages open at once
    world.announce("odoo.sql_db: bad query: .*discuss_channel_member")
    hand = browsing.Hand(browser, world, "qa")
    qa, press = hand.page, hand.press
    (nonconformity,) = world.session("qa").call(
        "mgmtsystem.nonconformity",
        "search",
        domain=[("name", "like", "LÉVÉZOU"), ("ansm_declaration_ids", "=", False)],
    )
    path = f"/odoo/mgmtsystem.nonconformity/{nonconformity}"
    qa.goto(world.server.url + path)
    press("action_quality_defect")
    # the batches of the nonconformity are there: nobody types them again
    lots = qa.locator(".modal .o_field_widget[name=lot_ids]")
    expect(lots).to_contain_text("LV7702")
    press("action_declare")
    expect(qa.locator(".o_form_view .oe_title").first).to_contain_text("DQ/")
    press("action_make_volet")
    press("action_make")
    expect(qa.locator(".o_form_view .oe_title").first).to_contain_text("Volet 1 v1")
    # the web client writes the address after it has shown the form
    qa.wait_for_url(re.compile(r"/ansm\.volet/\d+$"))
    address = qa.url
    prepared = qa.locator(".o_field_widget[name=prepared_at]").first
    expect(prepared).to_have_text(re.compile(r"\(UTC\+0[12]:00\)$"))

    signer = browsing.Hand(browser, world, "pr")
    pr = signer.page
    pr.goto(address)
    signer.press("action_sign")
    expect(pr.locator(".modal .o_field_widget[name=password]")).to_be_visible()
    pr.locator(".modal .o_field_widget[name=password] input").fill("pr")
    signer.press("action_sign")
    expect(pr.locator(".modal")).to_have_count(0)

    qa.reload()
    press("action_send")
    expect(qa.locator(".modal .o_field_widget[name=subject]")).to_be_visible()
    qa.locator(".modal .o_field_widget[name=identity_checked] input").check()
    press("action_send")
    expect(qa.locator(".modal")).to_have_count(0)
    expect(qa.locator(".o_form_view .oe_title").first).to_contain_text("DQ/")

    (mail,) = world.mails()
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    volet = int(re.findall(r"\d+", address)[-1])
    files = walk.read(world.session("qa"), "ansm.volet", volet, "docx", "pdf")
    expected = [base64.b64decode(files[kind]) for kind in ("docx", "pdf")]
    assert [part.get_content() for part in message.iter_attachments()] == expected
