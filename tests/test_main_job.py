# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The main job as persons do it: in a real Chromium, from the login page."""

import base64
import email
import email.policy
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from . import walk

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        yield chromium
        chromium.close()


def log_in(browser, world, login):
    screen = {"width": 1400, "height": 1000}
    context = browser.new_context(viewport=screen, timezone_id="Europe/Paris")
    page = context.new_page()
    page.set_default_timeout(60000)
    page.goto(f"{world.server.url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar")
    return page


def press(page, name):
    """Press a button, the dialog's when there are two of that name."""
    page.locator(f"button[name={name}]:visible").last.click()


def test_from_the_nonconformity_to_the_agencys_mailbox(world, browser):
    # Odoo's own bookkeeping of read messages, when two pages open at once
    world.announce("odoo.sql_db: bad query: .*discuss_channel_member")
    qa = log_in(browser, world, "qa")
    (nonconformity,) = world.session("qa").call(
        "mgmtsystem.nonconformity",
        "search",
        domain=[("name", "like", "LÉVÉZOU"), ("ansm_declaration_ids", "=", False)],
    )
    path = f"/odoo/mgmtsystem.nonconformity/{nonconformity}"
    qa.goto(world.server.url + path)
    press(qa, "action_quality_defect")
    # the batches of the nonconformity are there: nobody types them again
    lots = qa.locator(".modal .o_field_widget[name=lot_ids]")
    expect(lots).to_contain_text("LV7702")
    press(qa, "action_declare")
    expect(qa.locator(".o_form_view .oe_title").first).to_contain_text("DQ/")
    press(qa, "action_make_volet")
    press(qa, "action_make")
    expect(qa.locator(".o_form_view .oe_title").first).to_contain_text("Volet 1 v1")
    # the web client writes the address after it has shown the form
    qa.wait_for_url(re.compile(r"/ansm\.volet/\d+$"))
    address = qa.url
    prepared = qa.locator(".o_field_widget[name=prepared_at]").first
    expect(prepared).to_have_text(re.compile(r"\(UTC\+0[12]:00\)$"))

    pr = log_in(browser, world, "pr")
    pr.goto(address)
    press(pr, "action_sign")
    expect(pr.locator(".modal .o_field_widget[name=password]")).to_be_visible()
    pr.locator(".modal .o_field_widget[name=password] input").fill("pr")
    press(pr, "action_sign")
    expect(pr.locator(".modal")).to_have_count(0)

    qa.reload()
    press(qa, "action_send")
    expect(qa.locator(".modal .o_field_widget[name=subject]")).to_be_visible()
    qa.locator(".modal .o_field_widget[name=identity_checked] input").check()
    press(qa, "action_send")
    expect(qa.locator(".modal")).to_have_count(0)
    expect(qa.locator(".o_form_view .oe_title").first).to_contain_text("DQ/")

    (mail,) = world.mails()
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    volet = int(re.findall(r"\d+", address)[-1])
    files = walk.read(world.session("qa"), "ansm.volet", volet, "docx", "pdf")
    expected = [base64.b64decode(files[kind]) for kind in ("docx", "pdf")]
    assert [part.get_content() for part in message.iter_attachments()] == expected
