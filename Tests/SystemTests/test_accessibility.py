"""The page for those who do not see it or have no mouse: axe-core finds nothing, and the keyboard reaches everything."""

import os
import unittest

import axe
from pages import PageCase, need_chromium, place


def setUpModule():
    need_chromium()
    try:
        axe.script()
    except OSError as error:
        if os.environ.get("CI") == "true":
            raise AssertionError(f"{error}; CI must have it") from error
        raise unittest.SkipTest(str(error)) from error


class AccessibilityTests(PageCase):
    def test_axe_finds_nothing_in_any_state_of_the_page(self):
        for dark in (False, True):
            for width in (1280, 390):
                with self.subTest(dark=dark, width=width):
                    self.walk_through(dark, width)

    def walk_through(self, dark, width):
        self.start("--in-memory")
        # So high that nothing lies under the log, which sticks to the lower edge of a narrow page.
        page = self.open(dark=dark, width=width, height=5000, reduced_motion=True)
        self.check(page, "empty bench")
        self.bench.add("code-display", "0004711001", name="On the desk")
        self.bench.add("audio-code-reader", "0004711002")
        self.bench.add("code-display", "0004711003", profile="hotp-code-display")
        self.bench.add("chip", "0004711004")
        self.bench.call("PUT", "/v1/devices/0004711004/faults", {"mute": True})
        page.until(f"document.querySelector('{place('0004711003')} article')")
        self.check(page, "dark devices")
        for serial, button in (("0004711001", "main"), ("0004711002", "red")):
            self.bench.call("POST", f"/v1/devices/{serial}/buttons/{button}", {"action": "press"})
            page.until(f"document.querySelector('{place(serial)} .lcd.lit')")
        self.bench.call("PUT", "/v1/devices/0004711001/faults", {"batteryPercent": 5, "driftPPM": 40})
        page.until(f"document.querySelector('{place('0004711001')} .signs').textContent.includes('Battery low')")
        self.check(page, "lit devices")
        page.evaluate("document.querySelectorAll('.panel').forEach((panel) => { panel.open = true })")
        # On a narrow page the open log lies over the devices, as it should.
        page.evaluate(f"document.querySelector('#log-panel').open = {str(width > 1000).lower()}")
        page.until(f"document.querySelector('{place('0004711002')} .panel-body')")
        self.check(page, "open panels")
        page.evaluate("document.querySelector('#add').click(); document.querySelector('#clock-set').click()")
        self.check(page, "open forms")
        page.evaluate(f"document.querySelector('{place('0004711001')} [aria-haspopup=dialog]').click()")
        self.check(page, "activation panel")
        page.evaluate("document.querySelector('#activation').close()")
        page.evaluate(f"document.querySelector('{place('0004711001')} .danger').click()")
        self.check(page, "question before removal")
        self.assertEqual(page.complaints(), [])

    def check(self, page, state):
        self.assertEqual(axe.violations(page), [], state)

    def test_every_control_is_reached_and_shows_that_it_has_the_focus(self):
        self.bench.add("code-display", "4711")
        self.bench.add("audio-code-reader", "4712")
        self.bench.add("chip", "4713")
        page = self.open()
        page.until(f"document.querySelector('{place('4713')} article')")
        page.evaluate("document.querySelectorAll('.panel').forEach((panel) => { panel.open = true })")
        page.until("document.querySelectorAll('.panel-body').length === 3")
        # A keypad is one stop, its keys are reached with the arrows; serial numbers in the log are a mouse's short cut.
        wanted = page.evaluate(
            "[...document.querySelectorAll('button, input, select, summary, a[href]')]"
            ".filter((control) => control.checkVisibility() && control.tabIndex >= 0 && !control.disabled && !control.closest('dialog'))"
            ".map((control, number) => { control.dataset.stop = number; return number })")
        self.assertGreater(len(wanted), 40)
        reached, unseen = set(), []
        page.evaluate("document.activeElement.blur()")
        for _ in range(3 * len(wanted)):
            page.key("Tab")
            stop, is_seen, what = page.evaluate(
                "(() => { const control = document.activeElement; const style = getComputedStyle(control);"
                " return [control.dataset?.stop ?? null, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,"
                " control.outerHTML.slice(0, 80)] })()")
            if stop is None:
                continue
            reached.add(int(stop))
            if not is_seen:
                unseen.append(what)
            if len(reached) == len(wanted):
                break
        self.assertEqual(sorted(set(wanted) - reached), [])
        self.assertEqual(unseen, [])

    def test_what_happens_is_said_in_a_live_region(self):
        self.bench.add("code-display", "4711")
        page = self.open()
        page.until(f"document.querySelector('{place('4711')} article')")
        self.assertEqual(page.evaluate("document.querySelector('#announcer').getAttribute('role')"), "status")
        page.tab_to(f"{place('4711')} [data-button=main]")
        page.key("Enter")
        code = self.press_is_shown(page, "4711")
        page.until(f"document.querySelector('#announcer').textContent === '{' '.join(code)}'")


if __name__ == "__main__":
    unittest.main()
