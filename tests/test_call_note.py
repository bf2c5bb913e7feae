# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The note of a call on a telephone that has no network: it works all the same."""

import re

from playwright.sync_api import expect

from .browsing import TELEPHONE, Hand
from .test_recall_walk import AGENCY, proposed

STAMP = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d \(UTC\+0[12]:00\) – \S")


def opened_without_network(person, path):
    """Open a file with the network off; return the page and what it asked for."""
    person.context.set_offline(True)
    page = person.context.new_page()
    asked, faults = [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda one: faults.append(one.text))
    page.on("pageerror", lambda one: faults.append(str(one)))
    page.goto(path.as_uri())
    return page, asked, faults


def test_the_note_works_without_a_network_and_asks_for_none(world, browser, tmp_path):
    _case, recall = proposed(world)
    person = Hand(browser, world, "qa", TELEPHONE)
    person.goes_to(f"ansm.recall/{recall}")
    person.press("action_call")
    with person.page.expect_download() as download:
        person.press("action_note")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".html"

    page, asked, faults = opened_without_network(person, path)
    expect(page.locator(".say")).to_contain_text("LV7702")
    expect(page.locator("#call")).to_have_attribute("href", AGENCY)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    # a headless Chromium takes no touch once it was to dial
    page.locator("#call").evaluate("call => call.removeAttribute('href')")
    for place in ("#call", ".tap.green"):
        page.locator(place).tap()
    page.locator("input[type=text].kept").nth(1).fill("Mme <b>Roy</b>")
    page.locator("input[type=radio]").nth(1).check()
    page.locator("textarea.kept").fill("Annoncé")
    page.locator(".tap.red").last.tap()
    expect(page.locator("#stamps li")).to_have_count(3)

    page.reload()
    lines = page.locator("#result").input_value().splitlines()
    assert len([one for one in lines if STAMP.match(one)]) == 3
    for words in ("Mme <b>Roy</b>", "Accord", "Annoncé", "Claire Martin"):
        assert any(words in one for one in lines), (words, lines)
    expect(page.locator("#unkept")).to_be_hidden()
    expect(page.locator(".paper")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    expect(page.locator("#copy")).to_be_hidden()
    assert set(asked) == {path.as_uri()}
    assert faults == []
