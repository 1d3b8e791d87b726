"""`mitid-token chip qualify`: chips of the bench on the readers of a real pcscd, good ones and one for each fault."""

import json
import os
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import altering_line
import pcsc
from altering_line import AlteringLine
from programs import Daemon
from services import run

if pcsc.IS_BESIDE:
    from smartcard.System import readers

setUpModule = pcsc.set_up
SELF = "mitid-token"
STATUS = {"qualified": 0, "not-qualified": 1, "incomplete": 2}

# What is broken, and the one check that tells.
FAULTS = [
    ("full", {"invalidSignatures": True}, "G01"),
    ("u2f-only", {"invalidSignatures": True}, "F06"),
    ("full", {"counterGoingBack": True}, "G05"),
    ("u2f-only", {"counterGoingBack": True}, "G05"),
    ("mitid-chip", {"otherAttestationKey": True}, "A01"),
    ("u2f-only", {"otherAttestationKey": True}, "A01"),
    ("full", {"pinLocked": True}, "P01"),
    ("full", {"storageFull": True}, "I14"),
    ("u2f-only", {"answerDelay": "PT0.1S"}, "T01"),
]


class Qualifications(pcsc.Story):
    seconds = 600

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def profile(self, **members):
        path = self.folder / "profile.json"
        path.write_text(json.dumps({"name": "ordered", **members}))
        return str(path)

    def chip(self, bench, profile="full", serial="C1"):
        bench.post("/v1/devices", {"kind": "chip", "serialNumber": serial, "profile": profile,
                                   "connection": {"nfc": True}})
        pcsc.wait_for_card()

    def qualify(self, *options, label="C1"):
        """The report, which has to agree with the exit status and with report.xml."""
        status, output, error = run(SELF, "chip", "qualify", "--report", str(self.folder / "reports"), "--label", label,
                                    *options, timeout=150)
        place = self.folder / "reports" / label
        self.assertTrue((place / "report.json").exists(), output + error)
        report = json.loads((place / "report.json").read_text())
        self.assertEqual(status, STATUS[report["verdict"]], output + error)
        suites = ElementTree.parse(place / "report.xml").getroot()
        self.assertEqual(int(suites.get("tests")), len(report["checks"]))
        self.assertEqual(int(suites.get("failures")), len(self.ids(report, "failed")))
        self.assertNotIn("<script", (place / "report.html").read_text())
        return report

    @staticmethod
    def ids(report, status):
        return [check["id"] for check in report["checks"] if check["status"] == status]

    def test_good_chips_of_every_profile_qualify(self):
        with pcsc.bench("--in-memory") as bench:
            for number, name in enumerate(("full", "mitid-chip", "u2f-only")):
                serial = f"C{number}"
                self.chip(bench, name, serial)
                report = self.qualify()
                self.assertEqual((report["verdict"], self.ids(report, "failed")), ("qualified", []), report)
                self.assertEqual(self.ids(report, "inconclusive"), [])
                self.assertIn("T01", self.ids(report, "passed"))
                bench.delete(f"/v1/devices/{serial}")
                pcsc.wait_for_card(present=False)

    def test_each_fault_is_told_by_its_own_check_alone(self):
        profile = self.profile(discoverableCredentials=100, limits={"roundTripMilliseconds": 80,
                                                                    "assertionMilliseconds": 4000})
        with pcsc.bench("--in-memory") as bench:
            for number, (name, fault, expected) in enumerate(FAULTS):
                serial = f"C{number}"
                self.chip(bench, name, serial)
                bench.put(f"/v1/devices/{serial}/faults", fault)
                # The other times of a busy machine are no fault.
                times = [] if "answerDelay" in fault else ["--skip", "T"]
                report = self.qualify("--profile", profile, *times)
                self.assertEqual((report["verdict"], self.ids(report, "failed")), ("not-qualified", [expected]),
                                 (fault, [c for c in report["checks"] if c["status"] == "failed"]))
                bench.delete(f"/v1/devices/{serial}")
                pcsc.wait_for_card(present=False)

    def test_empty_responses_to_select_are_one_finding(self):
        with AlteringLine(pcsc.FIRST_READER, altering_line.empty_selection) as line:
            with Daemon("mitid-bench", "--in-memory", "--vpcd", f"127.0.0.1:{line.port}") as bench:
                self.chip(bench)
                report = self.qualify("--skip", "T")
                self.assertEqual((report["verdict"], self.ids(report, "failed")), ("not-qualified", ["N02"]))

    def test_a_credential_id_of_no_bytes_is_one_finding(self):
        with AlteringLine(pcsc.FIRST_READER, altering_line.empty_credential_id) as line:
            with Daemon("mitid-bench", "--in-memory", "--vpcd", f"127.0.0.1:{line.port}") as bench:
                self.chip(bench, "mitid-chip")
                report = self.qualify("--only", "M", "--only", "G")
                self.assertEqual(report["verdict"], "not-qualified")
                first = next(check for check in report["checks"] if check["status"] == "failed")
                self.assertEqual((first["id"], first["found"]), ("M01", "an ID of 0 bytes"))

    def test_altered_responses_end_no_process(self):
        """MITID_ROUNDS sets how many cards there are."""
        for seed in range(int(os.environ.get("MITID_ROUNDS", "6"))):
            with self.subTest(seed=seed):
                alter = altering_line.at_random(seed, 0.02 if seed % 2 else 0.2)
                with AlteringLine(pcsc.FIRST_READER, alter) as line:
                    with Daemon("mitid-bench", "--in-memory", "--vpcd", f"127.0.0.1:{line.port}") as bench:
                        self.chip(bench, "full" if seed % 3 else "u2f-only")
                        status, output, error = run(SELF, "chip", "qualify", "--report", str(self.folder / "altered"),
                                                    "--label", str(seed), "--seed", str(seed), "--skip", "T", timeout=150)
                        self.assertIn(status, STATUS.values(), output + error)
                        # A card that is mute from the beginning is not there at all.
                        if "no card is on a reader" not in error:
                            json.loads((self.folder / "altered" / str(seed) / "report.json").read_text())
                pcsc.wait_for_card(present=False)

    def test_a_card_that_answers_nothing_is_no_judgement(self):
        # vpcd drops such a card, as if it had been taken away.
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench)
            # pcscd switches a card off that nobody uses, and a mute one does not come back.
            other = next(each for each in readers() if each.name == pcsc.reader()).createConnection()
            other.connect()
            bench.put("/v1/devices/C1/faults", {"mute": True})
            report = self.qualify()
            self.assertEqual((report["verdict"], self.ids(report, "failed")), ("incomplete", []))
            self.assertEqual(self.ids(report, "inconclusive"), ["N02"])

    def test_a_card_taken_away_in_the_middle_is_incomplete(self):
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench)
            bench.put("/v1/devices/C1/faults", {"fieldLostAfter": 60})
            report = self.qualify()
            self.assertEqual((report["verdict"], self.ids(report, "failed")), ("incomplete", []))
            self.assertEqual(report["run"]["cut"], "the token went away")
            self.assertEqual(len(self.ids(report, "inconclusive")), 1)

    def test_a_soak_of_a_thousand_assertions(self):
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench, "mitid-chip")
            report = self.qualify("--only", "S01", "--soak", "1000")
            self.assertEqual(report["verdict"], "qualified", report["checks"])
            soak = next(latency for latency in report["latencies"] if latency["name"] == "soak")
            self.assertEqual((soak["count"], len(soak["samplesMicroseconds"])), (1000, 1000))

    def test_a_card_is_back_after_fifty_resets(self):
        profile = self.profile(limits={"powerUpMilliseconds": 10_000})
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench)
            report = self.qualify("--profile", profile, "--only", "S03", "--only", "T04")
            self.assertEqual((report["verdict"], self.ids(report, "passed")), ("qualified", ["T04", "S03"]), report)
            times = next(latency for latency in report["latencies"] if latency["name"] == "power-up to first answer")
            self.assertEqual(times["count"], 5)
            report = self.qualify("--profile", self.profile(limits={"powerUpMilliseconds": 0.001}), "--only", "T04")
            self.assertEqual((report["verdict"], self.ids(report, "failed")), ("not-qualified", ["T04"]), report)

    def test_a_trace_has_every_exchange_and_nothing_of_client_pin(self):
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench)
            self.qualify("--trace", "--only", "I01", "--only", "P", "--only", "G02")
            lines = [json.loads(line) for line in (self.folder / "reports/C1/trace.jsonl").read_text().splitlines()]
            self.assertEqual({line["check"] for line in lines}, {"I01", "P01", "P02", "G02"})
            self.assertEqual([line["at"] for line in lines], sorted(line["at"] for line in lines))
            self.assertIn({"request": "04", "form": "ctap2"}, [{key: line[key] for key in ("request", "form")}
                                                               for line in lines])
            pins = [line for line in lines if line["check"] in ("P01", "P02") and line["request"].startswith("06")]
            self.assertTrue(pins)
            for line in pins:
                self.assertEqual((line["request"], line["response"]), ("06", "00"))

    def test_a_golden_sample_and_its_roots(self):
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench, "mitid-chip")
            status, draft, error = run(SELF, "chip", "info", "--as-profile")
            self.assertEqual(status, 0, error)
            golden = self.folder / "golden.json"
            golden.write_text(draft)
            roots = self.folder / "roots.pem"
            roots.write_text(bench.get("/v1/attestation-root.pem").text)
            report = self.qualify("--profile", str(golden), "--roots", str(roots))
            self.assertEqual((report["verdict"], self.ids(report, "failed")), ("qualified", []), report)
            self.assertIn("A02", self.ids(report, "passed"))
            self.assertIn("I02", self.ids(report, "passed"))
            other = json.loads(draft) | {"aaguid": "00000000-0000-0000-0000-000000000001"}
            golden.write_text(json.dumps(other))
            report = self.qualify("--profile", str(golden), "--quick")
            self.assertEqual((report["verdict"], self.ids(report, "failed")), ("not-qualified", ["I02"]))

    def test_nothing_is_stored_without_permission_and_on_a_token_in_use(self):
        profile = self.profile(discoverableCredentials=100)
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench)

            def credentials():
                return bench.get("/v1/devices/C1").json["discoverableCredentials"]

            self.assertEqual(self.ids(self.qualify("--profile", profile, "--only", "M13"), "skipped"), ["M13"])
            report = self.qualify("--only", "M13", "--allow", "storage")
            self.assertEqual(self.ids(report, "skipped"), ["M13"])
            self.assertEqual(credentials(), 0)
            report = self.qualify("--profile", profile, "--only", "M13", "--allow", "storage")
            self.assertEqual((report["verdict"], self.ids(report, "passed")), ("qualified", ["M13"]))
            self.assertEqual(credentials(), 1)
            # Now it holds one, which may be its holder's.
            report = self.qualify("--profile", profile, "--only", "M13", "--allow", "storage")
            self.assertEqual(self.ids(report, "skipped"), ["M13"])
            self.assertEqual(credentials(), 1)

    def test_a_dry_run_sends_nothing_and_writes_nothing(self):
        with pcsc.bench("--in-memory") as bench:
            self.chip(bench)
            status, output, _ = run(SELF, "chip", "qualify", "--report", str(self.folder / "reports"), "--dry-run",
                                    "--full")
            self.assertEqual(status, 0)
            self.assertIn("G05  ", output)
            self.assertFalse((self.folder / "reports").exists())


class Refusals(unittest.TestCase):
    def refusal(self, *options):
        status, output, error = run(SELF, "chip", "qualify", "--report", "/nonexistent/reports", *options)
        self.assertEqual((status, output), (2, ""))
        self.assertEqual(error.count("\n"), 1, error)
        return error

    def test_unusable_options_are_named(self):
        self.assertIn("--quick and --full", self.refusal("--quick", "--full"))
        self.assertIn("needs --allow-serial", self.refusal("--allow", "pin"))
        self.assertIn("--soak", self.refusal("--soak", "3"))
        self.assertIn("no such file", self.refusal("--profile", "/nonexistent/profile"))
        self.assertIn("no such file", self.refusal("--roots", "/nonexistent/roots"))


if __name__ == "__main__":
    unittest.main()
