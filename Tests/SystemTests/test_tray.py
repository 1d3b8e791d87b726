"""`mitid-token chip qualify --batch`: a tray of the bench's chips, changed by hand on a reader of a real pcscd."""

import csv
import json
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import pcsc
from services import run
from tray import Tray

setUpModule = pcsc.set_up
SELF = "mitid-token"


class Trays(pcsc.Story):
    # Twenty chips take half a minute, and several on a busy machine.
    seconds = 600

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "tray"

    def chips(self, bench, count, profile="full"):
        """Chips of the bench, laid nowhere yet, by the labels that a batch gives them."""
        chips = {f"{number:03}": f"C{number:03}" for number in range(1, count + 1)}
        shared = {}
        for serial in chips.values():
            answer = bench.post("/v1/devices", {"kind": "chip", "serialNumber": serial, "profile": profile, **shared})
            self.assertEqual(answer.status, 201, answer)
            # As makers do it: one attestation certificate for all.
            attestation = bench.get(f"/v1/devices/{serial}/snapshot").json["attestation"]
            shared = {"attestation": {name: part for name, part in attestation.items() if part is not None}}
        return chips

    def copy(self, bench, source, target):
        """Puts the secrets of one chip on another."""
        snapshot = bench.get(f"/v1/devices/{source}/snapshot").json
        answer = bench.put(f"/v1/devices/{target}/snapshot", snapshot | {"serialNumber": target})
        self.assertLess(answer.status, 300, answer)

    def report(self):
        report = json.loads((self.folder / "batch.json").read_text())
        self.assertEqual(report["format"], {"name": "mitid-chip-batch", "version": 1})
        with open(self.folder / "batch.csv", newline="") as table:
            rows = list(csv.DictReader(table))
        self.assertEqual([row["label"] for row in rows], [token["label"] for token in report["tokens"]])
        self.assertEqual([row["verdict"] for row in rows], [token["verdict"] for token in report["tokens"]])
        page = (self.folder / "batch.html").read_text()
        self.assertNotIn("<script", page)
        for token in report["tokens"]:
            self.assertIn(f'{token["label"]}/report.html', page)
            self.assertTrue((self.folder / token["label"] / "report.json").exists())
        return report

    @staticmethod
    def verdicts(report):
        return {token["label"]: token["verdict"] for token in report["tokens"]}

    @staticmethod
    def failed(report):
        return {token["label"]: [problem["id"] for problem in token["problems"]]
                for token in report["tokens"] if token["problems"]}

    def lot(self, report):
        return {check["id"]: check["status"] for check in report["checks"]}

    def test_two_chips_with_the_same_secrets_are_found_among_twenty(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 20)
            self.copy(bench, "C004", "C013")
            with Tray(bench, self.folder, "--quick", "--count", "20") as tray:
                self.assertEqual(tray.follow(chips), 1, tray.text)
            report = self.report()
            self.assertEqual(self.failed(report), {"013": ["B01"]}, tray.text)
            self.assertIn("a copy of the secrets of 004", report["tokens"][12]["problems"][0]["found"])
            self.assertEqual((report["verdict"], report["qualified"]), ("not-qualified", 19))
            self.assertEqual((self.lot(report)["A05"], self.lot(report)["B04"]), ("passed", "passed"))

    def test_twenty_different_chips_raise_no_alarm(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 20, "mitid-chip")
            with Tray(bench, self.folder, "--quick", "--count", "20") as tray:
                self.assertEqual(tray.follow(chips), 0, tray.text)
            report = self.report()
            self.assertEqual((report["verdict"], report["qualified"], self.failed(report)), ("qualified", 20, {}))

    def test_a_batch_of_u2f_tokens(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 4, "u2f-only")
            with Tray(bench, self.folder, "--quick", "--count", "4") as tray:
                self.assertEqual(tray.follow(chips), 0, tray.text)
            self.assertEqual(self.report()["qualified"], 4)

    def test_a_copy_is_found_by_u2f_alone(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 3, "u2f-only")
            self.copy(bench, "C001", "C003")
            with Tray(bench, self.folder, "--quick", "--count", "3") as tray:
                self.assertEqual(tray.follow(chips), 1, tray.text)
            self.assertEqual(self.failed(self.report()), {"003": ["B01"]}, tray.text)

    def test_a_token_that_is_put_in_again_is_named(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 2) | {"003": "C001"}
            with Tray(bench, self.folder, "--quick", "--count", "3") as tray:
                self.assertEqual(tray.follow(chips), 1, tray.text)
            report = self.report()
            self.assertEqual(self.failed(report), {"003": ["B01"]})
            self.assertIn("001 again, or a copy", report["tokens"][2]["problems"][0]["found"])

    def test_a_token_taken_away_in_the_middle_has_no_verdict_and_the_batch_goes_on(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 4)
            bench.put("/v1/devices/C002/faults", {"fieldLostAfter": 40})
            with Tray(bench, self.folder, "--quick", "--count", "4") as tray:
                self.assertEqual(tray.follow(chips), 2, tray.text)
            report = self.report()
            self.assertEqual(self.verdicts(report), {"001": "qualified", "002": "incomplete", "003": "qualified",
                                                     "004": "qualified"}, tray.text)
            self.assertEqual(report["tokens"][1]["cut"], "the token went away")
            self.assertEqual(report["verdict"], "incomplete")
            # It is put in again: the other three are not.
            bench.put("/v1/devices/C002/faults", {})
            with Tray(bench, self.folder, "--quick", "--count", "4", "--resume") as tray:
                self.assertEqual(tray.follow(chips), 0, tray.text)
            self.assertEqual(tray.moved, 1)
            self.assertEqual(set(self.verdicts(self.report()).values()), {"qualified"})

    def test_a_killed_batch_goes_on_where_it_was(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 6)
            self.copy(bench, "C002", "C005")
            with Tray(bench, self.folder, "--count", "6") as tray:
                self.assertIsNone(tray.follow(chips, stop=lambda line: line == "put in token 003"))
                tray.connect("C003", True)
                time.sleep(1)
                tray.kill()
            self.assertEqual(self.verdicts(self.report()), {"001": "qualified", "002": "qualified"})
            journal = self.folder / "batch.journal"
            # As if the power had failed in the middle of a line.
            with open(journal, "a") as file:
                file.write('{"row":{"lab')
            with Tray(bench, self.folder, "--count", "6", "--resume") as tray:
                self.assertEqual(tray.follow(chips), 1, tray.text)
            # Not 001 and 002 once more, and 003 not with what lay on the reader.
            self.assertEqual([line for line in tray.lines if line.startswith("put in")],
                             [f"put in token {number:03}" for number in range(3, 7)])
            report = self.report()
            self.assertEqual(self.failed(report), {"005": ["B01"]}, tray.text)
            self.assertEqual(len(report["tokens"]), 6)
            for line in journal.read_text().splitlines()[1:]:
                # What every token shows to everybody, and no secret.
                record = json.loads(line)
                self.assertEqual(set(record), {"certificateDigest", "handles", "properties", "row", "values"})
                self.assertLessEqual({value["kind"] for value in record["values"]},
                                     {"credentialID", "publicKey", "agreementKey", "signatureR"})

    def test_labels_of_a_barcode_reader(self):
        with pcsc.bench("--in-memory") as bench:
            chips = {"A-1": "C001", "A-2": "C002"}
            self.chips(bench, 2)
            with Tray(bench, self.folder, "--quick", "--labels", "-", stdin=subprocess.PIPE) as tray:
                for label in ("A-1", "../etc", "A-1", "A-2"):
                    tray.say(label)
                tray._process.stdin.close()
                self.assertEqual(tray.follow(chips), 0, tray.text)
            self.assertEqual(self.verdicts(self.report()), {"A-1": "qualified", "A-2": "qualified"})
            self.assertIn("A-1 has its verdict already; scan another label", tray.lines)

    def test_other_revisions_are_named(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 3)
            bench.post("/v1/devices", {"kind": "chip", "serialNumber": "C004", "profile": "mitid-chip"})
            labels = self.folder.with_name("labels")
            labels.write_text("001\n002\n\n003\nodd\n")
            with Tray(bench, self.folder, "--quick", "--labels", str(labels)) as tray:
                self.assertEqual(tray.follow(chips | {"odd": "C004"}), 1, tray.text)
            report = self.report()
            found = next(check for check in report["checks"] if check["id"] == "B04")
            self.assertEqual(found["status"], "failed")
            self.assertIn(" in odd", found["found"])

    def test_a_signal_at_a_prompt_ends_the_batch_with_its_report(self):
        with pcsc.bench("--in-memory") as bench:
            chips = self.chips(bench, 2)
            with Tray(bench, self.folder, "--quick", "--count", "2") as tray:
                self.assertIsNone(tray.follow(chips, stop=lambda line: line == "put in token 002"))
                tray._process.send_signal(signal.SIGTERM)
                self.assertEqual(tray.follow(chips), 2, tray.text)
            self.assertEqual(self.report()["verdict"], "incomplete")
            # One program at a time, and no second batch in the same folder.
            options = ["--report", str(self.folder), "--reader", pcsc.reader(), "--batch", "--count", "2"]
            status, _, error = run(SELF, "chip", "qualify", *options, "--quick")
            self.assertEqual((status, "--resume" in error), (2, True), error)
            status, _, error = run(SELF, "chip", "qualify", *options, "--resume")
            self.assertEqual((status, "begun with set quick" in error), (2, True), error)


class Refusals(unittest.TestCase):
    def refusal(self, *options):
        status, output, error = run(SELF, "chip", "qualify", "--report", "/dev/null/reports", *options)
        self.assertEqual((status, output), (2, ""))
        return error

    def test_unusable_options_are_named(self):
        self.assertIn("--resume needs --batch", self.refusal("--resume"))
        self.assertIn("--reader or --port", self.refusal("--batch", "--count", "2"))
        self.assertIn("--count or --labels", self.refusal("--batch", "--port", "1-4"))
        self.assertIn("--count must be 1", self.refusal("--batch", "--port", "1-4", "--count", "0"))
        self.assertIn("--label names one token", self.refusal("--batch", "--port", "1-4", "--count", "2", "--label", "a"))
        self.assertIn("no such file", self.refusal("--batch", "--port", "1-4", "--labels", "/nonexistent/labels"))
        self.assertIn("cannot be made", self.refusal("--batch", "--port", "1-4", "--count", "2"))


if __name__ == "__main__":
    unittest.main()
