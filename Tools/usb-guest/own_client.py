"""What `mitid-token chip` does with a key on the real USB stack of Linux, through libusb.

It takes the interface from the kernel's driver, and the hidraw goes; at the end of each command it has to be back.
"""

import json
import os
import signal
import subprocess
import tempfile

from guest import BENCH, CHIPS, HOST, check, chip, expect, expect_in, hidraw_of, plug, run, wait_for

TOKEN = os.environ.get("TOKEN", "mitid-token")
ACTIVATION_PORT = os.environ.get("ACTIVATION_PORT", "8471")
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
USER = {"userID": "anna", "password": "correct horse"}
CREATION = {
    "rp": {"id": "localhost"}, "user": {"id": "AQID", "name": "anna"}, "challenge": "AAECAwQFBgc",
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}], "attestation": "direct"}
REGISTER = ["register", "--origin", "http://localhost", "--serial", CHIPS[0]]
# A crash must not wait for somebody at a terminal.
os.environ["SWIFT_BACKTRACE"] = "interactive=no,color=no"


def token(*arguments, stdin=None, status=0, prefix=()):
    """One `mitid-token chip` command: its output, or its error where one is expected."""
    done = subprocess.run([*prefix, TOKEN, "chip", *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          timeout=120, check=False)
    expect(done.returncode, status, f"the status of chip {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
    return done.stderr if status else done.stdout


def service(path, body):
    """A request to mitid-activation on the host's loopback, which takes only what is addressed to it there."""
    return run("curl", "-sS", "--fail-with-body", f"http://{HOST}:{ACTIVATION_PORT}{path}", "-H",
               f"Host: 127.0.0.1:{ACTIVATION_PORT}", "-H", "Content-Type: application/json", "-d", body)


def hidraw_is_back(serial=CHIPS[0]):
    """The next program finds the key where it always is."""
    wait_for(lambda: hidraw_of(serial), f"the hidraw of {serial}", timeout=5)


class Waiting:
    """A registration that has asked for the touch."""

    def __enter__(self):
        BENCH.presence(CHIPS[0], "ask")
        self.options = tempfile.NamedTemporaryFile("w", suffix=".json")
        json.dump(CREATION, self.options)
        self.options.flush()
        self.process = subprocess.Popen([TOKEN, "chip", *REGISTER, "--in", self.options.name],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        expect(self.process.stderr.readline(), "touch the chip\n", "the prompt")
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()
        self.options.close()
        BENCH.presence(CHIPS[0], "accept")

    def ended(self, status, sentence):
        output, error = self.process.communicate(timeout=60)
        expect((self.process.returncode, output), (status, ""), f"the end of chip register: {error}")
        expect_in(sentence, error, "its error")
        expect(error.count("\n"), 1, f"lines of {error!r}")


@check
def our_client_lists_and_describes_a_key():
    chip()
    listed = json.loads(token("list", "--json"))
    expect([(key["place"], key["serialNumber"], key["state"]) for key in listed], [("1-1", CHIPS[0], "ready")], "the list")
    for _ in range(3):
        info = json.loads(token("info", "--json"))
        expect((info["serialNumber"], info["reportSizes"], info["capabilities"], info["u2f"]),
               (CHIPS[0], [64, 64], ["wink", "cbor"], "U2F_V2"), "the key")
        expect(info["ctap2"]["departures"], [], "departures")
        hidraw_is_back()
    run("fido2-token", "-I", chip())


@check
def our_client_enrolls_a_key_and_logs_in_with_it():
    service("/v1/users", json.dumps(USER))
    enroll_and_log_in(CHIPS[0])


def enroll_and_log_in(serial):
    for path, verb in (("registrations", "register"), ("assertions", "authenticate")):
        options = service(f"/v1/chips/{path}/options", json.dumps(USER))
        response = token(verb, "--origin", "http://localhost", "--serial", serial, stdin=options)
        expect_in("u2f_token", service(f"/v1/chips/{path}", response), f"the service after chip {verb}")
        hidraw_is_back(serial)


@check
def our_client_falls_back_to_u2f():
    BENCH.add_chip("U2F", "u2f-only")
    plug(BENCH, "U2F")
    expect_in("several tokens are connected", token("info", status=2), "two keys and no option")
    expect("ctap2" in json.loads(token("info", "--json", "--serial", "U2F")), False, "CTAP2")
    enroll_and_log_in("U2F")
    BENCH.connection("U2F", False)
    wait_for(lambda: not hidraw_of("U2F"), "the key to go")


@check
def our_client_asks_for_a_touch():
    with Waiting() as waiting:
        BENCH.touch(CHIPS[0])
        output, error = waiting.process.communicate(timeout=60)
        expect(waiting.process.returncode, 0, f"the status: {error}")
        expect(json.loads(output)["type"], "public-key", "the response")
    hidraw_is_back()


@check
def signals_cancel_the_request_and_give_the_key_back():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Waiting() as waiting:
            waiting.process.send_signal(number)
            waiting.ended(2, "cancelled")
            expect(BENCH.device(CHIPS[0])["light"], "off", "the light")
        hidraw_is_back()
    run("fido2-token", "-I", chip())


@check
def the_next_run_gives_back_what_a_killed_one_has_lost():
    with Waiting() as waiting:
        expect(hidraw_of(CHIPS[0]), None, "the hidraw while the key is used")
        waiting.process.kill()
        waiting.process.wait()
        expect(hidraw_of(CHIPS[0]), None, "the hidraw after kill -9")
    listed = json.loads(token("list", "--json"))
    expect([key["state"] for key in listed], ["inUse"], "the list")
    token("info")
    hidraw_is_back()
    run("fido2-token", "-I", chip())


@check
def a_second_program_is_told_that_the_key_is_in_use():
    with Waiting() as waiting:
        expect_in("another program has the device", token("info", status=2), "chip info")
        BENCH.touch(CHIPS[0])
        waiting.process.communicate(timeout=60)
        expect(waiting.process.returncode, 0, "the status of the first")
    hidraw_is_back()


@check
def without_permission_the_rule_is_named():
    error = token("info", status=2, prefix=NOBODY)
    expect_in("this user may not open /dev/bus/usb/001/", error, "chip info of another user")
    expect_in("70-mitid-qa.rules", error, "chip info of another user")
    expect(json.loads(token("list", "--json", prefix=NOBODY))[0]["state"], "noPermission", "chip list")
    hidraw_is_back()


@check
def our_client_is_told_when_the_key_is_pulled_out():
    with Waiting() as waiting:
        BENCH.connection(CHIPS[0], False)
        waiting.ended(2, "the device was unplugged")
    expect_in("no security key is in a USB port", token("info", status=2), "chip info")
    plug(BENCH, CHIPS[0])
    token("info")
    hidraw_is_back()
