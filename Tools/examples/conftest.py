"""What the examples share: a bench, an activation service, and an activated device for each test."""

import datetime
import itertools
import json
import os
import urllib.error
import urllib.request

import pytest

numbers = itertools.count(1)


class Service:
    """Speaks JSON to one of the two services."""

    def __init__(self, url):
        self.url = url

    def send(self, method, path, body=None, content_type="application/json"):
        """Status and decoded answer; text if it is no JSON."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, body, {"Content-Type": content_type}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text


class Display:
    """A code display in the hand of its holder."""

    def __init__(self, bench, serial, user_id, password):
        self.bench, self.serial, self.user_id, self.password = bench, serial, user_id, password

    def press(self):
        """Presses the button; the code it shows."""
        _, device = self.bench.send("POST", f"/v1/devices/{self.serial}/buttons/main")
        return device["display"]["text"]

    def wait(self):
        """Lets one time step pass, without waiting."""
        self.bench.send("PUT", "/v1/clock", {"advance": "PT31S"})


@pytest.fixture(scope="session")
def bench():
    return Service(os.environ.get("MITID_BENCH", "http://127.0.0.1:8470"))


@pytest.fixture(scope="session")
def activation():
    return Service(os.environ.get("MITID_ACTIVATION", "http://127.0.0.1:8471"))


@pytest.fixture
def display(bench, activation):
    """A new code display that is activated and at its next code; gone after the test."""
    # The service goes by the time of day and forgives a display a step or so. So its clock starts a step behind, wherever
    # an earlier test has left it.
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=31)
    bench.send("PUT", "/v1/clock", {"now": start.strftime("%Y-%m-%dT%H:%M:%SZ"), "run": True})
    _, device = bench.send("POST", "/v1/devices", {"kind": "code-display"})
    serial, user_id = device["serialNumber"], f"tester-{os.getpid()}-{next(numbers)}"
    display = Display(bench, serial, user_id, "a good password")
    _, container = bench.send("GET", f"/v1/pskc?serial={serial}")
    activation.send("POST", "/v1/imports", container, "application/pskc+xml")
    activation.send("POST", "/v1/users", {"userID": user_id, "password": display.password})
    status, answer = activation.send("POST", "/v1/activations", {
        "userID": user_id, "password": display.password, "serialNumber": serial, "code": display.press()})
    assert status == 201, answer
    display.wait()
    yield display
    bench.send("DELETE", f"/v1/devices/{serial}")
