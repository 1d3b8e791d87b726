"""The page with its devices and with services around it: heard, seen in a second window, activated."""

import base64
import json
import pathlib
import subprocess
import threading
import unittest

from chromium import Chromium
from pages import PageCase, need_chromium, place
from programs import ROOT
from services import Service

setUpModule = need_chromium

PICTURES = ROOT / ".build" / "pictures"


class PageDeviceTests(PageCase):
    def test_a_reader_pressed_here_is_heard_here(self):
        self.bench.add("audio-code-reader", "4711")
        page = self.open()
        red = f"{place('4711')} [data-button=red]"
        page.until(f"document.querySelector('{red}')")
        # What the page gives to the loudspeaker is kept, to be listened to.
        page.evaluate("""
            window.played = []
            let sound
            URL.createObjectURL = ((make) => function (blob) {
              sound = blob
              return make.call(this, blob)
            })(URL.createObjectURL)
            HTMLMediaElement.prototype.play = ((play) => async function () {
              const bytes = new Uint8Array(await sound.arrayBuffer())
              await play.call(this)
              window.played.push(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))
            })(HTMLMediaElement.prototype.play)
            HTMLMediaElement.prototype.pause = ((pause) => function () {
              if (!this.paused) window.silenced = (window.silenced ?? 0) + 1
              return pause.call(this)
            })(HTMLMediaElement.prototype.pause)
            true""")
        page.tab_to(red)
        page.key("Enter")
        code = self.press_is_shown(page, "4711")
        page.until("window.played.length === 1", timeout=15)
        self.assertEqual(self.heard(page.evaluate("window.played[0]")), code)
        # Another press is silence, and off.
        page.key("Enter")
        page.until("window.silenced === 1")
        page.until(f"document.querySelector('{place('4711')} .lcd:not(.lit)')")
        # Hear: the same once more, without the device. Sound off: words only.
        page.evaluate(f"document.querySelector('{place('4711')} [aria-label^=\"Hear again\"]').click()")
        page.until("window.played.length === 2", timeout=15)
        page.evaluate("document.querySelector('#sound').click()")
        self.assertEqual(page.evaluate("document.querySelector('#sound').ariaPressed"), "false")
        page.evaluate(f"document.querySelector('{red}').click()")
        page.until("document.querySelector('#announcer').textContent !== ''")
        self.assertEqual(page.evaluate("window.played.length"), 2)
        page.evaluate("document.querySelector('#sound').click()")
        self.assertEqual(page.complaints(), [])

    def heard(self, sound):

        done = subprocess.run([ROOT / "Tools/hear-code", "--json", "-"], input=base64.b64decode(sound),
                              capture_output=True, check=False)
        return json.loads(done.stdout)["-"]["digits"]

    def test_a_chip_is_plugged_in_blinks_and_is_touched(self):
        page = self.open()
        page.tab_to("#add-chosen")
        page.key("Enter")
        page.evaluate("document.querySelector('#add-form [value=chip]').click()")
        page.until("document.querySelector('#add-form [value=full]')")
        page.evaluate("document.querySelector('#add-form [name=profile]').value = 'full'")
        page.evaluate("document.querySelector('#add-form [type=submit]').click()")
        page.until("document.activeElement.matches('.place.chip [data-button=touch]')")
        serial = page.evaluate("document.activeElement.closest('.place').dataset.serial")
        plug = f"document.querySelector('{place(serial)} [aria-label^=USB]')"
        for wanted in (True, False):
            if self.bench.device(serial)["connection"]["usb"] != wanted:
                page.evaluate(f"{plug}.click()")
            page.until(f"{plug}.ariaPressed === '{str(wanted).lower()}'")
            self.assertEqual(self.bench.device(serial)["connection"]["usb"], wanted)
        page.evaluate(f"{plug}.click()")
        page.until(f"{plug}.ariaPressed === 'true'")

        # authenticatorSelection, CTAP 2.1, section 6.9, only wants to be touched.
        def select():
            answers.append(self.bench.call("POST", f"/v1/devices/{serial}/ctaphid", {"command": "cbor", "data": "0b"}))
        answers = []
        asking = threading.Thread(target=select)
        asking.start()
        page.until(f"document.querySelector('{place(serial)} .chip-object.blinking')")
        self.assertIn("waits for a touch", page.evaluate(f"document.querySelector('{place(serial)} .light').textContent"))
        self.picture(page, "chip-blinking")
        page.evaluate(f"document.querySelector('{place(serial)} [data-button=touch]').focus()")
        page.key("Enter")
        asking.join(20)
        page.until(f"document.querySelector('{place(serial)} .chip-object:not(.blinking)')")
        self.assertEqual(len(answers), 1)
        log = page.until("[...document.querySelectorAll('#log-rows li')].map((row) => row.innerText).join('\\n')")
        for words in ("is asked selection", "blinks: waits for a touch", "touch pressed", "stops blinking"):
            self.assertIn(words, log)

        page.evaluate(f"document.querySelector('{place(serial)} .panel').open = true")
        fault = f"[...document.querySelectorAll('{place(serial)} .check')].find((label) => label.textContent === 'Storage full')"
        page.until(fault)
        page.evaluate(f"{fault}.querySelector('input').click()")
        page.until(f"document.querySelector('{place(serial)} .signs').textContent === 'Storage full'")
        self.assertTrue(self.bench.device(serial)["faults"]["storageFull"])
        self.assertEqual(page.complaints(), [])

    def test_what_is_done_in_one_window_is_seen_in_another(self):
        self.bench.add("code-display", "4711")
        one = self.open()
        with Chromium() as browser:
            other = browser.open(f"{self.bench.url}/")
            other.until("document.querySelector('#link').dataset.state === 'live'")
            self.click_main(one, "4711")
            self.press_is_shown(one, "4711")
            code = self.press_is_shown(other, "4711")
            other.until(f"document.querySelector('#log-rows').innerText.includes('shows {code}')")
            one.evaluate("document.querySelector('#clock-freeze').click()")
            other.until("document.querySelector('#clock-freeze').ariaPressed === 'true'")
            self.assertEqual(other.complaints(), [])

    def test_a_device_is_activated_at_a_running_service(self):
        self.bench.add("code-display", "0004711042")
        with Service("mitid-activation", "--in-memory", "--page-origin", self.bench.url) as service:
            page = self.open()
            opener = f"{place('0004711042')} [aria-haspopup=dialog]"
            page.until(f"document.querySelector('{opener}')")
            page.tab_to(opener)
            page.key("Enter")
            page.until("document.querySelector('#activation').open")
            page.evaluate("document.querySelector('#activation-form [name=address]').value = " + json.dumps(service.url))
            page.tab_to("#activation-form [value=activate]")
            page.key("Enter")
            page.until("document.querySelector('#activation-steps li:last-child')?.textContent.startsWith('Activated')")
            self.assertEqual(page.evaluate("document.querySelectorAll('#activation-steps .no').length"), 0)
            record = service.get("/v1/authenticators/0004711042").json
            self.assertEqual(record["state"], "active", record)
            self.picture(page, "activation-panel")

            # The same code once more is refused, in words; the next one is not.
            page.evaluate("document.querySelector('#activation-form [value=verify]').click()")
            page.until("document.querySelectorAll('#activation-steps .no').length === 2")
            page.until("!document.querySelector('#activation-form').ariaBusy")
            self.bench.call("PUT", "/v1/clock", {"advance": "PT31S"})
            page.evaluate("document.querySelector('#activation-form [value=verify]').click()")
            page.until("document.querySelector('#activation-steps li:last-child')?.textContent.startsWith('Accepted')")
            page.key("Escape")
            page.until("!document.querySelector('#activation').open")
            self.assertTrue(page.evaluate(f"document.activeElement.matches({json.dumps(opener)})"))

        # A service that is gone, or does not know this page, is named.
        page.key("Enter")
        page.until("document.querySelector('#activation').open")
        page.evaluate("document.querySelector('#activation-form [value=activate]').click()")
        told = page.until("document.querySelector('#activation-steps .no')?.textContent")
        self.assertIn("--page-origin " + self.bench.url, told)

    def test_a_service_lets_in_no_page_it_was_not_told_of(self):
        with Service("mitid-activation", "--in-memory", "--page-origin", "http://127.0.0.1:1") as service:
            page = self.open()
            answered = page.evaluate(
                f"fetch('{service.url}/v1/users', {{ method: 'POST', headers: {{ 'Content-Type': 'application/json' }},"
                " body: '{}' }).then(() => 'read', () => 'kept out')")
            self.assertEqual(answered, "kept out")

    def test_the_devices_have_their_pictures_taken(self):
        self.bench.add("code-display", "0004711001", name="On the desk")
        self.bench.add("audio-code-reader", "0004711002")
        self.bench.add("chip", "0004711003", name="On the key ring")
        self.bench.call("PUT", "/v1/devices/0004711003/connection", {"usb": True, "nfc": True})
        for serial, button in (("0004711001", "main"), ("0004711002", "red")):
            self.bench.call("POST", f"/v1/devices/{serial}/buttons/{button}", {"action": "press"})
        for dark in (False, True):
            for width in (1280, 390):
                page = self.open(width=width, dark=dark)
                page.until(f"document.querySelector('{place('0004711002')} .lcd.lit')")
                taken = self.picture(page, f"page-{width}-{'dark' if dark else 'light'}")
                self.assertGreater(taken.stat().st_size, 20_000)
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)

    def picture(self, page, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = pathlib.Path(PICTURES / f"{name}.png")
        page.screenshot(path, whole=True)
        return path


if __name__ == "__main__":
    unittest.main()
