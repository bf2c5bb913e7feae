# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real Chromium before the world's server: a desk, or a telephone in one hand."""

import contextlib

from playwright.sync_api import expect, sync_playwright

#: A busy machine is no failure.
expect.set_options(timeout=60000)

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"viewport": {"width": 1400, "height": 1000}}
#: What lies in one hand; its browser says that it is a telephone's.
TELEPHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
}
#: Has a page note the numbers it is to dial. A headless Chromium asks in a window
#: that nobody sees whether it may open the telephone, and takes no touch meanwhile.
HOLD_DIALLING = """() => {
    const {browser} = odoo.loader.modules.get("@web/core/browser/browser");
    const real = window.location;
    window.dialled = [];
    const assign = (url) =>
        url.startsWith("tel:") ? window.dialled.push(url) : real.assign(url);
    const read = (_target, name) => {
        const value = real[name];
        if (name === "assign") {
            return assign;
        }
        return typeof value === "function" ? value.bind(real) : value;
    };
    const location = new Proxy({}, {get: read});
    const get = () => location;
    Object.defineProperty(browser, "location", {configurable: true, get});
}"""
#: How far each part of a page that is shown reaches beyond its width.
TOO_WIDE = """() => [...document.querySelectorAll("body, .o_content, .modal-body")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        yield browser
        browser.close()


class Hand:
    """A person before a page; each press is counted."""

    def __init__(self, browser, world, login, device=None):
        device = device or DESK
        self.world, self.login = world, login
        self.touches = device.get("has_touch", False)
        self.context = browser.new_context(timezone_id="Europe/Paris", **device)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60000)
        self.pressed = []
        self._log_in()

    def _log_in(self):
        self.page.goto(f"{self.world.server.url}/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", self.login)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".o_main_navbar")

    def goes_to(self, path):
        """Open a place of Odoo; what is pressed from here on is counted anew."""
        self.page.goto(f"{self.world.server.url}/odoo/{path}")
        self.page.wait_for_selector(".o_form_view, .o_kanban_view, .o_list_view")
        self.pressed = []

    def sees(self, name):
        """Return what is shown of a field, the dialog's when there are two."""
        return self.page.locator(f".o_field_widget[name={name}]:visible").last

    def press(self, name):
        """Press a button, the dialog's when there are two of that name."""
        button = f"button[name={name}]:visible, a[name={name}]:visible"
        self.presses(self.page.locator(button).last, name)

    def presses(self, place, name):
        """Press a place, by mouse or by a finger."""
        if self.touches:
            place.tap()
        else:
            place.click()
        self.pressed.append(name)

    def holds_dialling(self):
        """From here on the page notes which numbers it dials."""
        self.page.evaluate(HOLD_DIALLING)

    def dialled(self):
        return self.page.evaluate("window.dialled")

    def too_wide(self):
        """Return the parts of the page that have to be scrolled sideways."""
        return self.page.evaluate(TOO_WIDE)
