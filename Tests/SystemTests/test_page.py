"""The bench's page, used as a person without a mouse would use it, in a real browser on a real bench."""

import tempfile
import unittest

from pages import PageCase, need_chromium, place


setUpModule = need_chromium


class PageTests(PageCase):
    def test_a_display_is_added_pressed_read_and_darkened_by_keyboard_alone(self):
        self.bench.call("PUT", "/v1/clock", {"freeze": True})
        page = self.open()
        self.assertIn("can never log in to the real MitID", page.evaluate("document.body.innerText"))
        self.assertIn("There is no device on the bench yet.", page.evaluate("document.body.innerText"))

        page.tab_to("#add-chosen")
        page.key("Enter")
        page.until("document.activeElement.name === 'serialNumber'")
        page.type("0004711042")
        page.key("Tab")
        page.type("On the desk")
        page.key("Enter")

        # The focus lands on the button of the new device, so that the next key presses it.
        page.until(f"document.activeElement.matches('{place('0004711042')} [data-button=main]')")
        self.assertEqual(page.accessible(f"{place('0004711042')} [data-button=main]"), ("button", "Button of 0004711042"))
        self.assertEqual(self.lcd(page, "0004711042"), "dark")
        page.key(" ")
        code = self.press_is_shown(page, "0004711042")
        page.until(f"document.querySelector('#announcer').textContent === '{' '.join(code)}'")

        page.evaluate("document.activeElement.blur()")
        page.tab_to("#clock-advance")
        page.key("Enter")
        page.until(f"document.querySelector('{place('0004711042')} .lcd:not(.lit)')")
        self.assertEqual(self.lcd(page, "0004711042"), "dark")
        page.tab_to(f"{place('0004711042')} [data-button=main]")

        page.until("document.querySelector('#log-rows').innerText.includes('goes dark')")
        log = page.evaluate("[...document.querySelectorAll('#log-rows li')].map((row) => row.innerText).reverse()")
        story = ["added", "main pressed", f"shows {code}", "bench clock frozen", "goes dark"]
        places = [next((i for i, line in enumerate(log) if words in line), None) for words in story]
        self.assertNotIn(None, places, f"{story} is not in {log}")
        self.assertEqual(page.complaints(), [])

    def test_the_reader_is_worked_with_r_and_digits_and_says_its_code(self):
        self.bench.add("audio-code-reader", "4711")
        page = self.open()
        page.tab_to(f"{place('4711')} [data-button=red]")
        page.key("r")
        self.press_is_shown(page, "4711")
        page.until(f"document.querySelector('{place('4711')} .speech').textContent !== ''")
        spoken = self.bench.device("4711")["speech"]
        self.assertEqual(page.evaluate(f"document.querySelector('{place('4711')} .speech').textContent"), spoken["text"])
        self.assertEqual(page.evaluate(f"document.querySelector('{place('4711')} .speech').lang"), spoken["language"])

        # R held down while a digit is pressed: the red key is down before the digit and up after it.
        page.key_down("r")
        page.key("0")
        page.key_up("r")
        page.until("document.querySelector('#log-rows').innerText.match(/red released[^]*red released/)")
        log = page.evaluate("[...document.querySelectorAll('#log-rows li[data-kind=button]')].map((row) => row.innerText)")
        moves = [line.split("4711 ")[1] for line in reversed(log)]
        self.assertEqual(moves[-4:], ["red pressed", "0 pressed", "0 released", "red released"])

        before = self.bench.device("4711")["settings"]
        page.key_down("r")
        page.key("1")
        page.key_up("r")
        page.until(f"!document.querySelector('{place('4711')} .settings').textContent.startsWith('Volume {before['volume']}')")
        page.until(f"document.querySelector('{place('4711')} .settings').textContent.startsWith('Volume')")
        after = self.bench.device("4711")["settings"]
        self.assertEqual(after["volume"], before["volume"] - 1)
        self.assertIn(f"Volume {after['volume']} ", page.evaluate(f"document.querySelector('{place('4711')} .settings').textContent"))

        # The same for those who cannot hold one key and press another.
        page.tab_to(f"{place('4711')} .hold-red")
        page.key("Enter")
        page.until(f"document.querySelector('{place('4711')} .hold-red').ariaPressed === 'true'")
        self.assertEqual(self.bench.device("4711")["pressedButtons"], ["red"])
        page.key("Enter")
        page.until(f"document.querySelector('{place('4711')} .hold-red').ariaPressed === 'false'")
        self.assertEqual(page.complaints(), [])

    def test_an_hotp_display_shows_its_counter_whoever_presses_it(self):
        profiles = self.bench.call("GET", "/v1/profiles")
        hotp = next(p["name"] for p in profiles if p["movingFactor"] == "counter")
        self.bench.add("code-display", "4711", profile=hotp)
        page = self.open()
        page.until(f"document.querySelector('{place('4711')} .signs')?.textContent.startsWith('Counter')")
        self.bench.call("POST", "/v1/devices/4711/buttons/main", {"action": "press"})
        self.press_is_shown(page, "4711")
        counter = self.bench.device("4711")["counter"]
        page.until(f"document.querySelector('{place('4711')} .signs').textContent === 'Counter {counter}'")
        self.assertEqual(page.complaints(), [])

    def test_a_locked_bench_asks_for_its_token_and_opens_with_it(self):
        with tempfile.NamedTemporaryFile("w", suffix=".token") as file:
            file.write("0123456789abcdef0123456789abcdef\n")
            file.flush()
            self.start("--in-memory", "--token-file", file.name)
            page = self.browser.open(f"{self.bench.url}/")
            self.addCleanup(page.close)
            page.until("!document.querySelector('#token-form').hidden")
            page.tab_to("#token-input")
            page.type("0123456789abcdef0123456789abcdef")
            page.key("Enter")
            page.until("document.querySelector('#link').dataset.state === 'live'")
            page.evaluate("document.querySelector('[data-add=code-display]').click()")
            page.until("document.activeElement.matches('.place [data-button=main]')")
            page.key(" ")
            page.until("document.querySelector('.lcd.lit')")

    def test_a_refusal_is_shown_in_words_where_it_happened(self):
        self.bench.add("code-display", "4711")
        page = self.open()
        page.tab_to("#add")
        page.key("Enter")
        page.until("document.activeElement.name === 'serialNumber'")
        page.type("4711")
        page.key("Enter")
        shown = page.until("document.querySelector('#add-problem').innerText")
        refusal = self.bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "4711"})
        self.assertEqual((refusal.status, refusal.json["detail"]), (409, shown))

    def test_faults_are_set_and_a_device_is_removed_after_a_question(self):
        self.bench.add("code-display", "4711")
        page = self.open()
        page.tab_to(f"{place('4711')} .panel > summary")
        page.key("Enter")
        page.tab_to(f"{place('4711')} input[type=checkbox]")
        page.key(" ")
        page.until(f"document.querySelector('{place('4711')} .signs').textContent === 'Display dead'")
        self.assertTrue(self.bench.device("4711")["faults"]["deadDisplay"])
        page.tab_to(f"{place('4711')} .danger")
        page.key("Enter")
        page.until("document.querySelector('#confirm').open")
        self.assertEqual(page.evaluate("document.activeElement.value"), "keep")
        page.key("Tab")
        page.key("Enter")
        page.until("!document.querySelector('#empty').hidden")
        self.assertEqual(self.bench.call("GET", "/v1/devices"), [])
        self.assertEqual(page.complaints(), [])

    def test_the_page_says_that_the_bench_is_gone_and_recovers_by_itself(self):
        with tempfile.TemporaryDirectory() as state:
            self.start("--state", state)
            self.bench.add("code-display", "4711")
            page = self.open()
            page.until(f"document.querySelector('{place('4711')} article')")
            self.bench.kill()
            page.until("!document.querySelector('#banner').hidden")
            self.start("--state", state, "--port", str(self.bench.port))
            self.bench.add("code-display", "4712")
            page.until("document.querySelector('#banner').hidden && document.querySelector('#link').dataset.state === 'live'")
            page.until(f"document.querySelector('{place('4712')} article')")
            self.click_main(page, "4711")
            self.press_is_shown(page, "4711")
            self.bench.kill()

    def test_more_tabs_than_a_browser_has_connections_share_them(self):
        self.bench.add("code-display", "4711")
        tabs = [self.open() for _ in range(7)]
        self.click_main(tabs[-1], "4711")
        self.press_is_shown(tabs[-1], "4711")
        tabs[0].send("Page.bringToFront")
        tabs[0].until(f"document.querySelector('{place('4711')} .lcd.lit')")
        for tab in tabs:
            self.assertEqual(tab.complaints(), [])

    def test_three_hundred_devices_are_found_and_named_and_fit_every_width(self):
        kinds = ["code-display"] * 240 + ["audio-code-reader"] * 60
        self.bench.call("POST", "/v1/devices", [
            {"kind": kind, "serialNumber": f"{i:06}", "name": f"Tester {i}"} for i, kind in enumerate(kinds)])
        for dark in (False, True):
            page = self.open(width=1280, dark=dark)
            for width in (1280, 768, 390):
                page.size(width, 900)
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
        page.until("document.querySelectorAll('.place').length === 300")
        page.tab_to("#find")
        page.type("tester 27")
        page.until("document.querySelector('#found').textContent === '11 of 300 devices'")
        page.key("Enter")
        page.until("document.activeElement.closest('.place')?.dataset.serial === '000027'")
        unnamed = [
            node["role"]["value"] for node in page.send("Accessibility.getFullAXTree")["nodes"]
            if node.get("role", {}).get("value") in ("button", "textbox", "searchbox", "combobox", "slider", "checkbox", "radio")
            and not node["name"]["value"]]
        self.assertEqual(unnamed, [])
        self.assertEqual(page.complaints(), [])


if __name__ == "__main__":
    unittest.main()
