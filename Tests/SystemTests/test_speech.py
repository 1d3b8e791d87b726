"""What the audio code reader says, heard and not read: the sound it serves, and the keys that change it."""

import json
import pathlib
import subprocess
import tempfile
import unittest
import wave

from programs import ROOT, Daemon

LANGUAGES = {"da": 0, "en": 1}
# Slowest, usual, fastest: how often "faster" is pressed from the slowest on.
SPEEDS = (1, 3, 5)
CODES = 200


def hear(files):
    """What another program hears in sounds: file -> digits and language."""
    done = subprocess.run([ROOT / "Tools/hear-code", "--json", *files], capture_output=True, text=True, check=False)
    if done.returncode == 2 or not done.stdout:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


class SpeechTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = cls.enterClassContext(Daemon("mitid-bench", "--in-memory"))
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="mitid-speech-")))

    def reader(self, **more):
        device = self.bench.post("/v1/devices", {"kind": "audio-code-reader", **more}).json
        return "/v1/devices/" + device["serialNumber"]

    def key(self, reader, name, action="press", **more):
        return self.bench.post(f"{reader}/buttons/{name}", {"action": action, **more}).json

    def functions(self, reader, keys):
        """Keys pressed while the red one is held."""
        self.key(reader, "red", "hold")
        for name in keys:
            device = self.key(reader, name)
        self.key(reader, "red", "release")
        return device

    def sound(self, reader):
        answer = self.bench.get(reader + "/speech.wav")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "audio/wav"), answer.body[:300])
        path = self.folder / (reader.rpartition("/")[2] + ".wav")
        path.write_bytes(answer.body)
        return path

    def milliseconds(self, path):
        with wave.open(str(path)) as sound:
            self.assertEqual((sound.getnchannels(), sound.getsampwidth()), (1, 2))
            return sound.getnframes() * 1000 // sound.getframerate()

    def loudest(self, path):
        with wave.open(str(path)) as sound:
            frames = sound.readframes(sound.getnframes())
        return max(abs(int.from_bytes(frames[i:i + 2], "little", signed=True)) for i in range(0, len(frames), 2))

    def test_two_hundred_codes_are_heard_in_two_languages_at_three_speeds(self):
        settings = [(language, speed) for language in LANGUAGES for speed in SPEEDS]
        readers = self.bench.post("/v1/devices", [{"kind": "audio-code-reader"} for _ in range(CODES)]).json
        shown = {}
        for number, device in enumerate(readers):
            language, speed = settings[number % len(settings)]
            reader = "/v1/devices/" + device["serialNumber"]
            self.key(reader, "red")
            keys = ["4"] * 4 + ["6"] * (speed - 1) + ["9"] * LANGUAGES[language]
            self.functions(reader, keys)
            said = self.functions(reader, ["0"])
            self.assertEqual((said["speech"]["language"], said["speech"]["speed"]), (language, speed))
            shown[str(self.sound(reader))] = said["display"]["text"], language
        heard = hear(shown)
        wrong = {path: (shown[path], heard[path]) for path in shown
                 if (heard[path]["digits"], heard[path]["language"]) != shown[path]}
        self.assertEqual(wrong, {})
        self.assertEqual(len(heard), CODES)
        # The codes were as random as they should be, so that every digit was heard.
        self.assertEqual({digit for digits, _ in shown.values() for digit in digits}, set("0123456789"))
        print(f"heard {len(heard)} codes")

    def test_the_listener_does_not_guess(self):
        reader = self.reader()
        self.key(reader, "red")
        code = hear([self.sound(reader)]).popitem()[1]["digits"]
        self.functions(reader, ["5"])
        self.assertIn("?", hear([self.sound(reader)]).popitem()[1]["digits"])
        self.functions(reader, ["0"])
        self.assertEqual(hear([self.sound(reader)]).popitem()[1]["digits"], code)

    def test_every_key_of_the_keypad_does_its_function(self):
        # The table of HARDWARE.md, and KeypadFunction.assigned(toDigit:).
        reader = self.reader()
        usual = {"volume": 5, "speed": 3, "language": "da"}
        code = self.key(reader, "red")["display"]["text"]
        for key, change, said in (
            ("3", {"volume": 6}, "lydstyrke 6"),
            ("1", {"volume": 5}, "lydstyrke 5"),
            ("6", {"speed": 4}, "hastighed 4"),
            ("4", {"speed": 3}, "hastighed 3"),
            ("9", {"language": "en"}, "English"),
            ("7", {"language": "da"}, "dansk"),
            ("5", {}, "batteri 100 procent"),
            ("8", {}, "standardindstillinger"),
        ):
            with self.subTest(key=key):
                device = self.functions(reader, [key])
                self.assertEqual(device["settings"], usual | change)
                self.assertEqual(device["speech"]["text"], said)
                self.assertGreater(self.milliseconds(self.sound(reader)), 200)
        before = self.key(reader, "2", "press")
        self.assertEqual(self.functions(reader, ["2"])["speech"], before["speech"])
        self.functions(reader, ["3", "3", "6", "9"])
        self.assertEqual(self.functions(reader, ["8"])["settings"], usual)
        replayed = self.functions(reader, ["0"])
        self.assertEqual(replayed["display"]["text"], code)
        self.assertEqual([p for p in replayed["speech"]["phrases"] if p != "pause"], [f"digit-{d}" for d in code])

    def test_a_replay_is_the_same_sound_and_no_new_code(self):
        reader = self.reader(profile="hotp-code-display", counter=7)
        lit = self.key(reader, "red")
        first = self.sound(reader).read_bytes()
        for _ in range(5):
            again = self.functions(reader, ["0"])
            self.assertEqual((again["display"]["text"], again["counter"]), (lit["display"]["text"], 8))
            self.assertEqual(self.sound(reader).read_bytes(), first)

    def test_volume_and_speed_are_heard(self):
        reader = self.reader()
        self.key(reader, "red")
        usual = self.sound(reader)
        length, loud = self.milliseconds(usual), self.loudest(usual)
        self.functions(reader, ["1"] * 7 + ["6"] * 4)
        self.functions(reader, ["0"])
        quiet = self.sound(reader)
        self.assertLess(self.milliseconds(quiet), length * 0.8)
        self.assertLess(self.loudest(quiet), loud / 3)
        self.assertGreater(self.loudest(quiet), 500)

    def test_a_press_cuts_off_what_is_being_said(self):
        self.bench.put("/v1/clock", {"freeze": True})
        self.addCleanup(self.bench.put, "/v1/clock", {"run": True})
        reader = self.reader()
        code = self.key(reader, "red")["display"]["text"]
        whole = self.milliseconds(self.sound(reader))
        self.bench.put("/v1/clock", {"advance": "PT2S"})
        off = self.key(reader, "red")
        self.assertFalse(off["display"]["lit"])
        self.assertIn("interruptedAt", off["speech"])
        cut = self.sound(reader)
        self.assertGreater(whole, 2000)
        self.assertEqual(self.milliseconds(cut), 2000)
        self.assertTrue(code.startswith(hear([cut]).popitem()[1]["digits"].rstrip("?")[:2]))

    def test_a_code_that_expires_while_it_is_read_is_read_to_its_end(self):
        self.bench.put("/v1/clock", {"freeze": True})
        self.addCleanup(self.bench.put, "/v1/clock", {"run": True})
        reader = self.reader()
        on = self.key(reader, "red")
        whole = self.sound(reader).read_bytes()
        self.bench.put("/v1/clock", {"advance": "PT31S"})
        dark = self.bench.get(reader).json
        self.assertFalse(dark["display"]["lit"])
        self.assertEqual(dark["speech"], on["speech"])
        self.assertEqual(self.sound(reader).read_bytes(), whole)

    def test_why_there_is_nothing_to_hear(self):
        reader = self.reader()
        self.assertEqual(self.bench.get(reader + "/speech.wav").problem, "nothing-said")
        display = self.bench.post("/v1/devices", {"kind": "code-display"}).json["serialNumber"]
        self.assertEqual(self.bench.get(f"/v1/devices/{display}/speech.wav").problem, "no-speaker")
        for program, reason in (
            ("none", "switched off"), ("no-such-program", "espeak-ng"), ("false", "did not speak"),
        ):
            with self.subTest(program=program), Daemon(
                    "mitid-bench", "--in-memory", "--speech-program", program) as bench:
                device = bench.post("/v1/devices", {"kind": "audio-code-reader"}).json
                path = "/v1/devices/" + device["serialNumber"]
                on = bench.post(path + "/buttons/red").json
                self.assertTrue(on["display"]["lit"])
                self.assertEqual(len([p for p in on["speech"]["phrases"] if p.startswith("digit")]), 6)
                answer = bench.get(path + "/speech.wav")
                self.assertEqual((answer.status, answer.problem), (503, "no-sound"))
                self.assertIn(reason, answer.json["detail"])


if __name__ == "__main__":
    unittest.main()
