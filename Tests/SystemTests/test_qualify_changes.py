"""`mitid-token chip qualify --allow`: what changes a chip of the bench for good, and what must never be changed."""

import json
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import pcsc
from programs import Daemon, program
from services import private, run

setUpModule = pcsc.set_up
SELF = "mitid-token"
STATUS = {"qualified": 0, "not-qualified": 1, "incomplete": 2}
FULL = "6d697469-642d-406f-8066-756c6c2d3231"
MITID = "6d697469-642d-406f-8065-6d756c617465"
LABEL, PIN = "tray-7-03", "1357"

# The ends of what the operator is asked for.
TYPE_AGAIN, TYPE_LAST_FOUR, REPLUG = "again: ", "of its label: ", "PLACE  <<<<<<"


class Operator:
    """A run of the program, and a person who answers what it asks."""

    def __init__(self, *arguments, answers):
        self.answers = answers
        self.asked = []
        self.text = b""
        self.process = subprocess.Popen([program(SELF), "chip", "qualify", *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, bufsize=0)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        while byte := self.process.stderr.read(1):
            self.text += byte
            for words, answer in self.answers.items():
                if self.text.endswith(words.encode()):
                    self.asked.append(words)
                    if callable(answer):
                        answer = answer()
                    if answer is not None:
                        self.process.stdin.write(answer.encode() + b"\n")

    def end(self, timeout=120):
        try:
            status = self.process.wait(timeout)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            self.thread.join(10)
            self.process.stdin.close()
            self.process.stderr.close()
        return status


class Changes(pcsc.Story):
    seconds = 300

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.pin_file = str(private(self.folder / "pin", PIN + "\n"))
        self.profile = self.folder / "profile.json"
        self.profile.write_text(json.dumps({"name": "ordered", "aaguid": FULL, "discoverableCredentials": 100}))
        self.bench = self.enterContext(pcsc.bench("--in-memory"))

    def chip(self, serial="C1", profile="full", is_there=True):
        answer = self.bench.post("/v1/devices", {"kind": "chip", "serialNumber": serial, "profile": profile,
                                                 "connection": {"nfc": is_there}})
        self.assertEqual(answer.status, 201, answer.text)
        if is_there:
            pcsc.wait_for_card()

    def move(self, serial, is_there):
        self.assertEqual(self.bench.put(f"/v1/devices/{serial}/connection", {"nfc": is_there}).status, 200)
        pcsc.wait_for_card(present=is_there)

    def replug(self, out="C1", into="C1"):
        self.move(out, False)
        self.move(into, True)

    def start(self, *options, allowed=("storage", "pin", "reset"), aaguid=FULL, label=LABEL, pin_file=True,
              answers=None):
        effects = (word for effect in allowed for word in ("--allow", effect))
        everything = {TYPE_AGAIN: LABEL, TYPE_LAST_FOUR: LABEL[-4:], REPLUG: self.replug}
        return Operator(
            "--report", str(self.folder / "reports"), "--label", label, "--profile", str(self.profile), *effects,
            *(("--allow-aaguid", aaguid) if aaguid else ()), *(("--pin-file", self.pin_file) if pin_file else ()),
            *options, answers=everything | (answers or {}))

    @property
    def stored_report(self):
        return json.loads((self.folder / "reports" / LABEL / "report.json").read_text())

    def qualify(self, *options, **terms):
        """The report of a run with an operator who does everything that is asked, or answers otherwise."""
        operator = self.start(*options, **terms)
        status = operator.end()
        report = self.stored_report
        self.assertEqual(status, STATUS[report["verdict"]], operator.text)
        self.asked = operator.asked
        return report

    def refusal(self, *options, **terms):
        """The one line of a run that is refused as a whole, with nothing written."""
        operator = self.start(*options, **terms)
        self.assertEqual(operator.end(), 2, operator.text)
        self.assertFalse((self.folder / "reports").exists())
        return operator.text.decode().rpartition("mitid-token: ")[2] if b"mitid-token: " in operator.text else (
            operator.text.decode())

    @staticmethod
    def of(report, status):
        return {check["id"]: check["reason"] if "reason" in check else check.get("found")
                for check in report["checks"] if check["status"] == status}

    def info(self):
        status, output, error = run(SELF, "chip", "info", "--json")
        self.assertEqual(status, 0, error)
        return json.loads(output)["ctap2"]

    def device(self, serial="C1"):
        return self.bench.get(f"/v1/devices/{serial}").json

    def assert_untouched(self, report):
        self.assertEqual(report["run"]["changes"], [])
        self.assertFalse(self.info()["options"]["clientPin"])

    def test_a_fresh_chip_gets_a_pin_and_credentials_and_is_reset(self):
        self.chip()
        report = self.qualify("--only", "C", "--only", "M13", "--only", "P", "--only", "R")
        self.assertEqual((report["verdict"], self.of(report, "failed")), ("qualified", {}))
        self.assertEqual(self.of(report, "skipped"), {})
        passed = self.of(report, "passed")
        for name in ("C01", "C02", "C03", "C05", "M13", *(f"P{n:02}" for n in range(1, 14)), "R01", "R03", "R04"):
            self.assertIn(name, passed)
        self.assertEqual(self.asked, [TYPE_AGAIN, TYPE_LAST_FOUR, TYPE_LAST_FOUR, REPLUG])
        self.assertEqual(self.device()["discoverableCredentials"], 0)
        info = self.info()
        self.assertFalse(info["options"]["clientPin"])
        changes = report["run"]["changes"]
        self.assertEqual(sum("P09: sends a wrong PIN" in change for change in changes), 8)
        self.assertEqual(sum("erases the token" in change for change in changes), 1)
        self.assertNotIn(PIN, json.dumps(changes))

    def test_without_a_reset_the_chip_keeps_the_pin_of_the_file(self):
        self.chip()
        report = self.qualify("--only", "P", allowed=("pin",))
        self.assertEqual((report["verdict"], self.of(report, "failed")), ("qualified", {}))
        self.assertEqual(self.of(report, "skipped"), {"P09": "needs --allow reset"})
        info = self.info()
        self.assertEqual((info["pinRetries"], info["options"]["clientPin"]), (8, True))
        # The next run has to know it.
        report = self.qualify("--only", "P06", "--only", "P04", allowed=("pin",))
        self.assertEqual((list(self.of(report, "passed")), list(self.of(report, "skipped"))), (["P06"], ["P04"]))
        report = self.qualify("--only", "M13", allowed=("storage",), pin_file=False)
        self.assertIn("the token has a PIN", self.of(report, "skipped")["M13"])
        # A wrong one costs one try, and is not sent again.
        private(self.folder / "pin", "2468\n")
        report = self.qualify("--only", "P", allowed=("pin",))
        self.assertEqual(report["verdict"], "incomplete")
        self.assertEqual(self.info()["pinRetries"], 7)

    def test_a_chip_with_a_credential_is_refused(self):
        self.chip()
        report = self.qualify("--only", "M13", allowed=("storage",), pin_file=False)
        self.assertEqual(self.device()["discoverableCredentials"], 1)
        report = self.qualify("--only", "M13", "--only", "C01", "--only", "P", "--only", "R")
        for name, reason in self.of(report, "skipped").items():
            if name not in ("R04", "C03"):
                self.assertEqual(reason, "the token holds 1 discoverable credentials; reset it first", name)
        self.assertEqual(list(self.of(report, "passed")), ["P01", "P02"])
        self.assert_untouched(report)
        self.assertEqual(self.device()["discoverableCredentials"], 1)

    def test_another_model_and_an_unknown_room_are_refused(self):
        self.chip(profile="mitid-chip")
        report = self.qualify("--only", "P04", "--only", "R03")
        self.assertEqual(set(self.of(report, "skipped").values()), {"the AAGUID is not that of --allow-aaguid"})
        report = self.qualify("--only", "P04", "--only", "R03", aaguid=MITID)
        self.assertEqual(set(self.of(report, "skipped").values()), {"the AAGUID is not that of the profile"})
        self.profile.write_text(json.dumps({"name": "ordered", "aaguid": MITID}))
        report = self.qualify("--only", "P04", "--only", "R03", aaguid=MITID)
        self.assertIn("does not tell the room", self.of(report, "skipped")["R03"])
        self.assert_untouched(report)

    def test_refusals_before_anything_is_sent(self):
        self.chip()
        only = ("--only", "P04", "--only", "R03")
        self.assertIn("label that was typed is not", self.refusal(*only, answers={TYPE_AGAIN: "tray-7-04"}))
        self.assertIn("label that was typed is not", self.refusal(*only, answers={TYPE_AGAIN: ""}))
        self.assertIn("needs --allow-serial", self.refusal(*only, aaguid=None))
        self.assertIn("no USB serial number", self.refusal(*only, "--allow-serial", "C1", aaguid=None))
        self.assertIn("needs --pin-file", self.refusal(*only, pin_file=False))
        self.assertIn("not an AAGUID", self.refusal(*only, aaguid="*"))
        with Daemon("mitid-bench", "--in-memory", "--vpcd", f"127.0.0.1:{pcsc.FIRST_READER + 1}") as second:
            second.post("/v1/devices", {"kind": "chip", "serialNumber": "C2", "profile": "full",
                                        "connection": {"nfc": True}})
            pcsc.wait_for_card(1)
            self.assertIn("exactly one connected token, and there are 2",
                          self.refusal(*only, "--reader", pcsc.reader(0)))

    def test_nothing_is_reset_with_other_words(self):
        self.chip()
        for words in ("7-04", "", LABEL, "yes"):
            report = self.qualify("--only", "R", answers={TYPE_LAST_FOUR: words})
            self.assertEqual(self.of(report, "skipped")["R03"],
                             "the last four characters were not typed, so nothing is reset")
            self.assertNotIn(REPLUG, self.asked)
            self.assertEqual(report["run"]["changes"], [])

    def test_another_token_that_comes_back_is_not_reset(self):
        for number, profile in enumerate(("full", "mitid-chip")):
            mine, other = f"C{number}", f"D{number}"
            self.chip(mine)
            self.chip(other, profile, is_there=False)
            report = self.qualify("--only", "R", "--skip", "R01", answers={REPLUG: lambda: self.replug(mine, other)})
            self.assertEqual(report["verdict"], "incomplete")
            self.assertIn("another token came back" if profile == "full" else "another AAGUID", report["run"]["cut"])
            self.assertEqual([step for step in report["run"]["changes"] if "Reset" in step], [])
            self.move(other, False)
            self.bench.delete(f"/v1/devices/{mine}")

    def test_a_run_that_is_killed_leaves_its_changes_in_the_report(self):
        self.chip()
        operator = self.start("--only", "P04", "--only", "R", answers={TYPE_LAST_FOUR: lambda: operator.process.kill()})
        operator.end()
        report = self.stored_report
        self.assertEqual(report["verdict"], "incomplete")
        self.assertIn("was under way", report["run"]["cut"])
        self.assertIn("P04: sets the PIN of --pin-file, which stays until a reset", report["run"]["changes"])
        self.assertTrue(self.info()["options"]["clientPin"])

    def test_nothing_is_changed_that_cannot_be_reported(self):
        self.chip()
        (self.folder / "reports").write_text("a file")
        operator = self.start("--only", "P04", "--only", "M13")
        self.assertEqual(operator.end(), 2)
        self.assertIn("cannot be written", operator.text.decode())
        self.assertFalse(self.info()["options"]["clientPin"])
        self.assertEqual(self.device()["discoverableCredentials"], 0)

    def test_a_dry_run_shows_the_changes_and_asks_nothing(self):
        self.chip()
        status, output, error = run(
            SELF, "chip", "qualify", "--report", str(self.folder / "reports"), "--label", LABEL, "--full", "--allow",
            "pin", "--allow", "reset", "--allow-aaguid", FULL, "--pin-file", self.pin_file, "--dry-run")
        self.assertEqual((status, error), (0, ""))
        for line in ("effect pin", "effect reset", "(skipped without --allow storage)", "--allow reset: ",
                     "the last four characters", "the last 3 PIN tries", "nothing was sent"):
            self.assertIn(line, output)
        self.assertFalse((self.folder / "reports").exists())


if __name__ == "__main__":
    unittest.main()
