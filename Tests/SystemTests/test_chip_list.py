"""`mitid-token chip list`: what it finds on the readers of a real pcscd, and what it says where there is none."""

import json
import subprocess
import threading
import queue
import unittest

import pcsc
from programs import program
from services import run

setUpModule = pcsc.set_up
SELF = "mitid-token"


class ReaderStories(pcsc.Story):
    def list(self, *options):
        status, output, error = run(SELF, "chip", "list", *options)
        self.assertEqual(status, 0, error)
        return output

    def card_readers(self):
        return [token for token in json.loads(self.list("--json")) if token["transport"] == "card"]

    def test_a_card_is_listed_with_its_answer_to_reset(self):
        self.assertEqual([(token["place"], token["state"]) for token in self.card_readers()],
                         [(pcsc.reader(0), "empty"), (pcsc.reader(1), "empty")])
        with pcsc.bench("--in-memory") as bench:
            bench.post("/v1/devices", {"kind": "chip", "serialNumber": "C1", "connection": {"nfc": True}})
            answer = pcsc.wait_for_card()
            first, second = self.card_readers()
            self.assertEqual((first["state"], first["answerToReset"]), ("ready", answer.hex()))
            self.assertEqual((second["state"], second.get("answerToReset")), ("empty", None))
            self.assertIn(f"reader {pcsc.reader(0)}: card {answer.hex()}, ready\n", self.list())

    def test_changes_are_printed_when_they_happen_also_after_pcscd_was_killed(self):
        lines = queue.Queue()
        watch = subprocess.Popen([program(SELF), "chip", "list", "--watch", "--json"], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
        self.addCleanup(watch.wait, 30)
        self.addCleanup(watch.terminate)
        threading.Thread(target=lambda: [lines.put(json.loads(line)) for line in watch.stdout], daemon=True).start()

        def wait_for(change, place, state):
            while True:
                line = lines.get(timeout=60)
                token = line["token"]
                if (line["change"], token["place"], token["state"]) == (change, place, state):
                    return

        wait_for("arrived", pcsc.reader(0), "empty")
        with pcsc.bench("--in-memory") as bench:
            bench.post("/v1/devices", {"kind": "chip", "serialNumber": "C1", "connection": {"nfc": True}})
            wait_for("changed", pcsc.reader(0), "ready")
            bench.put("/v1/devices/C1/connection", {"nfc": False})
            wait_for("changed", pcsc.reader(0), "empty")
            pcsc.restart_pcscd(9)
            wait_for("left", pcsc.reader(1), "empty")
            wait_for("arrived", pcsc.reader(1), "empty")
            bench.put("/v1/devices/C1/connection", {"nfc": True})
            wait_for("changed", pcsc.reader(0), "ready")


class WithoutPCSCD(unittest.TestCase):
    def test_without_pcscd_it_says_how_to_start_it(self):
        # A folder of its own for /run hides a pcscd that this machine may have.
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c",
             'mount -t tmpfs tmpfs /run && exec "$@"', "-", program(SELF), "chip", "list"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        self.assertIn("card readers: pcscd does not run; start it with 'sudo systemctl start pcscd.socket'", done.stderr)
        self.assertIn(done.returncode, (0, 2))


if __name__ == "__main__":
    unittest.main()
