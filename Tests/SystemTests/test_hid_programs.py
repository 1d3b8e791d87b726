"""The bench's chips as HID devices in front of programs that nobody here wrote: libfido2's tools, ssh-keygen, Chromium."""

import shutil
import socket
import sys
import tempfile
import time
import unittest
from pathlib import Path

import chromium
import hidraws
import pcsc
from programs import ROOT, Daemon

sys.path.insert(0, str(ROOT / "Tools" / "usb-guest"))
from guest import run_on_terminal  # noqa: E402

PIN = "12345678"
HIDRAW = "/dev/hidraw0"


def setUpModule():
    missing = [name for name in ("fido2-token", "ssh-keygen") if not shutil.which(name)]
    pcsc.need(f"not installed: {' '.join(missing)}" if missing else hidraws.obstacle())


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Story(unittest.TestCase):
    """A bench, and its chips where programs look for security keys."""

    def plug(self, profile, presence, *serials):
        port = free_port()
        self.bench = self.enterContext(Daemon("mitid-bench", "--in-memory", "--usbip", port))
        for serial in serials:
            # A busy machine may take long between two packets.
            chip = {
                "kind": "chip", "serialNumber": serial, "profile": {"name": profile, "packetTimeout": "PT10S"},
                "connection": {"usb": True}, "presence": {"mode": presence},
            }
            answer = self.bench.post("/v1/devices", chip)
            self.assertEqual(answer.status, 201, answer.text)
        self.environment = self.enterContext(hidraws.Hidraws(port, *serials)).environment


class ManagementTests(Story):
    """Credential management by libfido2, which older versions do with the preview's command."""

    def setUp(self):
        self.plug("full", "accept", "CHIP-1")
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.run_with_pin("fido2-token", "-S", HIDRAW, times=2)

    def run_with_pin(self, *command, times=1):
        """What a program shows on its terminal when it is given the PIN."""
        shown_to = [f"{name}={self.environment[name]}" for name in ("LD_PRELOAD", "UMOCKDEV_DIR")]
        status, shown = run_on_terminal(["env", f"--chdir={self.folder}", *shown_to, *command], [PIN] * times)
        self.assertEqual(status, 0, shown)
        return [line for line in shown.splitlines() if not line.startswith("Enter ")]

    def make_key(self, kind, name):
        self.run_with_pin("ssh-keygen", "-q", "-t", kind, "-O", "resident", "-O", f"application=ssh:{name}", "-N", "",
                          "-f", name)
        return Path(self.folder, f"{name}.pub").read_text().split()[1]

    def test_resident_keys_of_ssh_are_downloaded_again(self):
        made = {self.make_key("ed25519-sk", "one"), self.make_key("ecdsa-sk", "two")}
        self.run_with_pin("ssh-keygen", "-K", "-N", "")
        found = {path.read_text().split()[1] for path in Path(self.folder).glob("id_*_rk_*.pub")}
        self.assertEqual(found, made)

    def test_fido2_token_counts_lists_and_deletes_credentials(self):
        self.make_key("ed25519-sk", "one")
        self.make_key("ecdsa-sk", "two")
        self.assertEqual(self.run_with_pin("fido2-token", "-I", "-c", HIDRAW), ["existing rk(s): 2", "remaining rk(s): 98"])
        parties = self.run_with_pin("fido2-token", "-L", "-r", HIDRAW)
        self.assertEqual([line.split()[2] for line in parties], ["ssh:one", "ssh:two"])
        (key,) = self.run_with_pin("fido2-token", "-L", "-k", "ssh:two", HIDRAW)
        self.assertIn("es256", key)
        credential = key.split()[1]
        described = self.run_with_pin("fido2-token", "-I", "-k", "ssh:two", "-i", credential, HIDRAW)
        self.assertEqual(described[0], credential)
        self.assertIn("-----BEGIN PUBLIC KEY-----", described)
        self.run_with_pin("fido2-token", "-D", "-i", credential, HIDRAW)
        self.assertEqual(self.run_with_pin("fido2-token", "-I", "-c", HIDRAW)[0], "existing rk(s): 1")

    def test_fido2_token_keeps_large_blobs(self):
        self.make_key("ecdsa-sk", "two")
        self.assertEqual(self.run_with_pin("fido2-token", "-L", "-b", HIDRAW), [])
        Path(self.folder, "key").write_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")
        Path(self.folder, "blob").write_bytes(b"remember this" * 20)
        self.run_with_pin("fido2-token", "-S", "-b", "-k", "key", "blob", HIDRAW)
        kept = self.run_with_pin("fido2-token", "-L", "-b", HIDRAW)
        self.assertEqual(kept[0], "total map size: 57 bytes")
        self.assertIn("260", kept[1].split())
        self.run_with_pin("fido2-token", "-G", "-b", "-k", "key", "back", HIDRAW)
        self.assertEqual(Path(self.folder, "back").read_bytes(), b"remember this" * 20)


@unittest.skipUnless(chromium.find_chromium(), "no Chromium on this machine")
class BrowserTests(Story):
    """Chromium, which asks all chips at once and takes the first answer."""

    def setUp(self):
        self.chips = ["CHIP-1", "CHIP-2"]
        self.plug("mitid-chip", "ask", *self.chips)
        browser = self.enterContext(chromium.Chromium(environment=self.environment))
        # Any page of a host that has a name; this one is at hand.
        self.page = browser.open(f"http://localhost:{self.bench.port}/")

    def ask(self, method, options):
        """Begins a call of Web Authentication; what comes of it is in `said`."""
        self.page.evaluate(f"""
            window.said = null;
            navigator.credentials.{method}({{publicKey: {{
                challenge: crypto.getRandomValues(new Uint8Array(32)), timeout: 120000, {options} }}}})
                .then((found) => {{ window.found = found; window.said = found.toJSON(); }}, (error) => {{ window.said = `${{error}}`; }});
            1""")
        self.wait_for_lights("blinking")
        self.assertIsNone(self.page.evaluate("window.said"))

    def wait_for_lights(self, wanted):
        deadline = time.monotonic() + 60
        while {self.bench.get(f"/v1/devices/{chip}").json["light"] for chip in self.chips} != {wanted}:
            self.assertLess(time.monotonic(), deadline, f"the chips' lights are not all {wanted}")

    def touch(self, serial):
        answer = self.bench.post(f"/v1/devices/{serial}/buttons/touch", {"action": "press"})
        self.assertLess(answer.status, 300, answer.text)
        said = self.page.until("window.said", timeout=60)
        self.assertIsInstance(said, dict, said)
        return said

    def test_of_two_chips_the_one_that_has_the_credential_logs_in(self):
        self.ask("create", """rp: {name: "Bank"}, user: {id: new Uint8Array([1]), name: "anna", displayName: "Anna"},
            pubKeyCredParams: [{type: "public-key", alg: -7}], authenticatorSelection: {userVerification: "discouraged"}""")
        made = self.touch("CHIP-2")
        self.wait_for_lights("off")
        for _ in range(2):
            self.ask("get", """allowCredentials: [{type: "public-key", id: window.found.rawId}],
                userVerification: "discouraged\"""")
            self.assertEqual(self.touch("CHIP-2")["id"], made["id"])
            # The other was asked as well, and is given up when this one has answered.
            self.wait_for_lights("off")


if __name__ == "__main__":
    unittest.main()
