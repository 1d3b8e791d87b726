"""Tools/load and Tools/compare-refusals measure what they say; how much it is, is for people to read and not tested."""

import json
import subprocess
import unittest

from programs import ROOT


def tool(name, *arguments):
    return subprocess.run(
        [ROOT / "Tools" / name, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
        check=False)


class LoadTests(unittest.TestCase):
    def assert_measures(self, *arguments):
        # On one connection no code of a device can overtake the one before.
        done = tool("load", "--seconds", "1", "--connections", "1", "--devices", "4", "--json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        result = json.loads(done.stdout)
        for run in (result["verifications"], *result["healthz"]):
            self.assertGreater(run["requests"], 0)
            self.assertEqual((run["refused"], run["broken"]), (0, 0))
            self.assertLessEqual(run["p50Milliseconds"], run["p99Milliseconds"])
        return result

    def test_every_code_it_sends_is_accepted_on_sqlite(self):
        self.assertEqual(self.assert_measures()["store"], "sqlite")

    def test_every_code_it_sends_is_accepted_on_postgresql(self):
        self.assertEqual(self.assert_measures("--store", "postgres")["store"], "postgres")

    def test_every_device_of_many_is_asked_once(self):
        self.assertEqual(self.assert_measures("--records", "40000", "--spread")["devices"], 40_000)

    def test_bad_options_are_refused(self):
        for arguments in (["--seconds", "0"], ["--store", "x"], ["--spread"], ["--devices", "1"]):
            self.assertEqual(tool("load", *arguments).returncode, 2, arguments)


class CompareRefusalsTests(unittest.TestCase):
    def test_it_brings_about_every_cause_and_compares_every_pair(self):
        done = tool("compare-refusals", "--samples", "20", "--permutations", "500", "--json",
                    "--", "--refused-activations-take", "100")
        # What it finds is chance's, now and then.
        self.assertIn(done.returncode, (0, 1), done.stderr)
        activations, codes = json.loads(done.stdout)
        self.assertEqual((len(activations["milliseconds"]), len(activations["pairs"])), (6, 15))
        self.assertEqual((len(codes["milliseconds"]), len(codes["pairs"])), (7, 21))
        # None is told of before its time.
        self.assertGreaterEqual(min(figures["p5"] for figures in codes["milliseconds"].values()), 50)

    def test_bad_options_are_refused(self):
        for arguments in (["--samples", "1"], ["--of", "x"], ["--level", "2"], ["--", "--no-such-option"]):
            self.assertEqual(tool("compare-refusals", *arguments).returncode, 2, arguments)
