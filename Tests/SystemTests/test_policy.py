"""What an operator chooses of windows and throttles is what holds, and what cannot be chosen is named."""

import json
import pathlib
import tempfile
import unittest

from services import Service, container, hotp, private, run, time_step

SECRET = b"12345678901234567890"


class PolicyTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-policy-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)

    def policy(self, document):
        path = self.folder / "policy.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return ["--policy", str(path)]

    def test_what_is_printed_can_be_given_back(self):
        status, standard, _ = run("mitid-activation", "policy", "--json")
        self.assertEqual(status, 0)
        self.assertEqual(run("mitid-activation", "policy", "--json", *self.policy(standard))[1], standard)
        changed = json.loads(standard)
        changed["permanentAfter"] = None
        changed["codes"] = {"tries": 7, "firstBlock": "PT1M", "longestBlock": "PT2H"}
        changed["windows"]["laterCodes"] = 3
        changed["chips"] = {"waitingTime": "PT0S", "activationTime": "PT1H"}
        output = run("mitid-activation", "policy", "--json", *self.policy(changed))[1]
        self.assertEqual(json.loads(output), changed)
        self.assertEqual(
            json.loads(run("mitid-activation", "policy", "--json", "--later-code-window", "4", *self.policy(changed))[1])
            ["windows"]["laterCodes"], 4)

    def test_a_member_that_is_left_out_stays_as_it_is(self):
        output = json.loads(run("mitid-activation", "policy", "--json", *self.policy({"windows": {"firstCode": 5}}))[1])
        standard = json.loads(run("mitid-activation", "policy", "--json")[1])
        standard["windows"]["firstCode"] = 5
        self.assertEqual(output, standard)

    def test_the_arithmetic_follows_the_policy(self):
        status, output, _ = run(
            "mitid-activation", "policy",
            *self.policy({"codes": {"tries": 1, "firstBlock": "PT24H", "longestBlock": "PT24H"}, "windows": {"laterCodes": 2}}))
        self.assertEqual(status, 0)
        # One try at the beginning of the day, and one at its end.
        self.assertIn("2 tries x 5 steps / 10^6: 1e-05", output)

    def test_a_look_ahead_is_not_cut_to_a_window_of_time(self):
        options = ("--first-code-window", "5", "--later-code-window", "1", "--later-look-ahead", "100")
        output = run("mitid-activation", "policy", *options)[1]
        self.assertIn("27 tries x 101 steps / 10^6", output)
        with Service("mitid-activation", "--in-memory", *options) as service:
            service.post("/v1/imports", container(("0001", "code-display", SECRET, 0)))
            service.post("/v1/users", {"userID": "anna", "password": "password"})
            # The first look-ahead is 20 presses; after the code of counter 15 the next one is 16.
            body = {"userID": "anna", "password": "password", "serialNumber": "0001", "code": hotp(SECRET, 15)}
            self.assertEqual(service.post("/v1/activations", body).status, 201)
            for counter, status in ((16 + 101, 403), (16 + 51, 200), (68 + 100, 200)):
                answer = service.post("/v1/verifications", {"userID": "anna", "code": hotp(SECRET, counter)})
                self.assertEqual((counter, answer.status), (counter, status))

    def test_a_code_that_was_accepted_is_no_guess_however_often_it_comes(self):
        with Service("mitid-activation", "--in-memory") as service:
            service.post("/v1/imports", container(("0001", "code-display", SECRET, 0)))
            service.post("/v1/users", {"userID": "anna", "password": "password"})
            body = {"userID": "anna", "password": "password", "serialNumber": "0001", "code": hotp(SECRET, 0)}
            self.assertEqual(service.post("/v1/activations", body).status, 201)
            counter = 0
            for _ in range(4):
                counter += 10
                code = {"userID": "anna", "code": hotp(SECRET, counter)}
                self.assertEqual(service.post("/v1/verifications", code).status, 200)
            for _ in range(5):
                refused = service.post("/v1/verifications", code)
                self.assertEqual((refused.status, refused.problem), (403, "code-refused"))
            self.assertNotIn("block", service.get("/v1/authenticators/0001").json)

    def test_the_service_keeps_to_it(self):
        tokens = self.folder / "tokens"
        private(tokens, "portal caller,admin 0123456789abcdef\n")
        policy = self.policy({
            "codes": {"tries": 2, "firstBlock": "PT7M", "longestBlock": "PT7M"},
            "callers": {"burst": 4, "interval": "PT10M"}})
        bearer = ["-H", "Authorization: Bearer 0123456789abcdef"]
        with Service("mitid-activation", "--in-memory", "--token-file", str(tokens), *policy) as service:
            service.post("/v1/imports", container(("0001", "code-display", SECRET, None)), *bearer)
            service.post("/v1/users", {"userID": "anna", "password": "password"}, *bearer)
            body = {"userID": "anna", "password": "password", "serialNumber": "0001", "code": hotp(SECRET, time_step())}
            self.assertEqual(service.post("/v1/activations", body, *bearer).status, 201)
            wrong = {"userID": "anna", "code": hotp(SECRET, time_step() + 5000)}
            self.assertEqual(service.post("/v1/verifications", wrong, *bearer).status, 403)
            self.assertEqual(service.post("/v1/verifications", wrong, *bearer).status, 423)
            unknown = {"userID": "nobody", "code": "123456"}
            statuses = [service.post("/v1/verifications", unknown, *bearer).status for _ in range(4)]
            self.assertEqual(statuses, [403, 403, 429, 429])

    def test_what_cannot_be_chosen_is_named(self):
        for document, reason in (
                ("{", "policy.json: "),
                ({"code": {}}, "'code' is not a member here; known are activationsByHolder"),
                ({"codes": {"tries": 3, "firstBlock": "PT5M"}}, "'codes.longestBlock' is missing"),
                ({"codes": {"tries": 3, "firstBlock": "5 min", "longestBlock": "PT1H"}}, "'codes.firstBlock': not a duration"),
                ({"codes": {"tries": 0, "firstBlock": "PT5M", "longestBlock": "PT1H"}}, "codes: wants a try or more"),
                ({"codes": {"tries": 3, "firstBlock": "PT2H", "longestBlock": "PT1H"}}, "codes: wants a try or more"),
                ({"codes": {"tries": -1, "firstBlock": "PT2H", "longestBlock": "PT1H"}}, "codes.tries: must be a whole number"),
                ({"callers": {"burst": 1, "interval": "PT0S"}}, "callers: wants a burst of one or more"),
                ({"chips": {"waitingTime": "-PT1H"}}, "chips: wants a waiting time of PT0S or more"),
                ({"chips": {"activationTime": "PT0S"}}, "chips: wants a waiting time of PT0S or more"),
                ({"chips": {"waitingTime": "P367D"}}, "neither longer than a year"),
                ({"chips": {"wait": "PT1H"}}, "'chips.wait' is not a member here"),
                ({"permanentAfter": 0}, "permanentAfter: must be 1 or more, or null"),
                ({"windows": {"laterCodes": 1001}}, "windows: no window is wider than 1000"),
                ({"windows": {"later": 1}}, "'windows.later' is not a member here")):
            with self.subTest(reason):
                for command in (["policy"], ["serve", "--in-memory", "--port", "0"]):
                    status, output, error = run("mitid-activation", *command, *self.policy(document))
                    self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
                    self.assertIn(reason, error)


if __name__ == "__main__":
    unittest.main()
