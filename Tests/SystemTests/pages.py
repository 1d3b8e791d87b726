"""The bench's page in a real browser, on a real bench: what the tests of the page share."""

import os
import unittest

from chromium import Chromium, find_chromium
from services import Service


class Bench(Service):
    """A bench of this test's own."""

    def __init__(self, *options):
        super().__init__("mitid-bench", *options)

    def call(self, method, path, body=None):
        answer = self.curl(method, path, body)
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer}")
        return answer.json

    def add(self, kind, serial, **more):
        return self.call("POST", "/v1/devices", {"kind": kind, "serialNumber": serial, **more})

    def device(self, serial):
        return self.call("GET", f"/v1/devices/{serial}")

    def code(self, serial):
        return self.call("GET", f"/v1/devices/{serial}/display")["text"]


def place(serial):
    return f'.place[data-serial="{serial}"]'


def need_chromium():
    """Called by each module before its tests."""
    if find_chromium() is None:
        if os.environ.get("CI") == "true":
            raise AssertionError("no chromium on this machine, and CI must have one: apt-get install chromium")
        raise unittest.SkipTest("no chromium on this machine: apt-get install chromium")


class PageCase(unittest.TestCase):
    """A bench of each test's own, and one browser for all of them."""

    @classmethod
    def setUpClass(cls):
        cls.browser = cls.enterClassContext(Chromium())

    def setUp(self):
        self.start("--in-memory")

    def start(self, *options):
        self.bench = self.enterContext(Bench(*options))

    def open(self, **how):
        page = self.browser.open(f"{self.bench.url}/", **how)
        self.addCleanup(page.close)
        page.until("document.querySelector('#link').dataset.state === 'live'")
        return page

    def click_main(self, page, serial):
        button = f"document.querySelector('{place(serial)} [data-button=main]')"
        page.until(button)
        page.evaluate(f"{button}.click()")

    def lcd(self, page, serial):
        """What a screen reader says of the display."""
        role, name = page.accessible(f"{place(serial)} .lcd")
        self.assertEqual(role, "image")
        return name.removeprefix(f"Display of {serial}: ")

    def press_is_shown(self, page, serial):
        page.until(f"document.querySelector('{place(serial)} .lcd.lit')")
        code = self.bench.code(serial)
        self.assertRegex(code, r"^\d{6}$")
        self.assertEqual(self.lcd(page, serial), " ".join(code))
        return code
