"""mitid-speed measures and says what it measured; how fast things are is no test."""

import json
import unittest

from services import run


class SpeedTests(unittest.TestCase):
    def test_it_sets_everything_beside_what_it_is_made_of(self):
        status, output, error = run("mitid-speed", "--rounds", "2", "--json")
        self.assertEqual((status, error), (0, ""))
        figures = json.loads(output)
        operations = [figure["operation"] for figure in figures]
        for operation in ("code of a key made ready", "makeCredential", "getAssertion"):
            self.assertIn(operation, operations)
        for figure in figures:
            self.assertIn("libcrypto's", figure["baseline"])
            self.assertGreater(figure["perSecond"], 0)
            self.assertAlmostEqual(figure["ratio"], figure["perSecond"] / figure["baselinePerSecond"])
        _, text, _ = run("mitid-speed", "--rounds", "2")
        self.assertEqual(len(text.splitlines()), len(figures))

    def test_it_wants_something_to_measure(self):
        for rounds in ("0", "-1", "x"):
            status, output, _ = run("mitid-speed", "--rounds=" + rounds)
            self.assertEqual((status, output), (2, ""))


if __name__ == "__main__":
    unittest.main()
