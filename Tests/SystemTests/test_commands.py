"""mitid-bench's own commands, as a script or a shell uses them."""

import json
import queue
import subprocess
import threading
import unittest

from programs import program
from services import Service, run


class CommandTests(unittest.TestCase):
    def setUp(self):
        self.bench = self.enterContext(Service("mitid-bench", "--in-memory"))

    def do(self, *arguments):
        status, output, errors = run("mitid-bench", *arguments, "--bench", self.bench.url)
        self.assertEqual(status, 0, errors)
        return output

    def watch(self, *options):
        """The lines of a `watch` that is running, once it is known to be listening."""
        process = subprocess.Popen(
            [program("mitid-bench"), "watch", *options, "--bench", self.bench.url],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        lines = queue.Queue()
        reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout])
        reader.start()

        def stop():
            process.terminate()
            process.wait(10)
            reader.join(10)
            process.stdout.close()
            process.stderr.close()

        self.addCleanup(stop)
        return lines

    def until(self, lines, words, nudge=None):
        for _ in range(100):
            if nudge:
                nudge()
            try:
                line = lines.get(timeout=0.2 if nudge else 10)
            except queue.Empty:
                continue
            if words in line:
                return line
        self.fail(f"watch never said {words!r}")

    def test_watch_prints_what_happens_as_it_happens(self):
        self.do("add", "code-display", "--serial", "0004711042")
        self.do("add", "code-display", "--serial", "0004711043")
        lines = self.watch("0004711042", "--json")
        # It is listening as soon as it says anything.
        self.until(lines, "clock", nudge=lambda: self.do("clock", "--advance", "PT1S"))
        self.do("press", "0004711043")
        shown = json.loads(self.do("press", "0004711042", "--json"))["display"]["text"]
        event = json.loads(self.until(lines, '"frame"'))
        self.assertEqual((event["event"], event["serialNumber"], event["display"]["text"]), ("frame", "0004711042", shown))

    def test_watch_without_json_leads_each_line_with_its_kind(self):
        self.do("add", "code-display", "--serial", "0004711042")
        lines = self.watch()
        self.until(lines, "clock  {", nudge=lambda: self.do("clock", "--advance", "PT1S"))
        self.do("press", "0004711042")
        self.until(lines, "frame  {")

    def test_watch_says_that_the_bench_has_ended(self):
        process = subprocess.Popen(
            [program("mitid-bench"), "watch", "--bench", self.bench.url],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.do("add", "code-display")
        self.bench.stop()
        _, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 2)
        self.assertEqual(errors.count("\n"), 1, errors)
        self.assertIn(self.bench.url, errors)

    def test_a_shell_completes_commands(self):
        for shell in ("bash", "zsh", "fish"):
            status, script, _ = run("mitid-bench", "--generate-completion-script", shell)
            self.assertEqual(status, 0)
            for command in ("press", "clock", "watch", "export"):
                self.assertIn(command, script)
        _, script, _ = run("mitid-bench", "--generate-completion-script", "bash")
        asked = script + """
            COMP_WORDS=(mitid-bench pr) COMP_CWORD=1 COMP_LINE='mitid-bench pr' COMP_POINT=14 COMPREPLY=()
            _mitid-bench mitid-bench pr mitid-bench
            echo "${COMPREPLY[@]}"
        """
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.stdout.split()[:1], ["press"], done.stderr)


if __name__ == "__main__":
    unittest.main()
