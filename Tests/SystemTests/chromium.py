"""Debian's Chromium without a head, driven over the pipe of its DevTools protocol; standard library only."""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time


def find_chromium():
    """The path of a Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Chromium:
    """One browser process with a profile of its own that is gone afterwards."""

    def __init__(self, *switches, environment=None):
        self._profile = tempfile.TemporaryDirectory(prefix="mitid-chromium-", ignore_cleanup_errors=True)
        commands_out, self._commands = self._pipe()
        self._answers, answers_in = self._pipe()

        def place_pipes():  # Chromium reads from descriptor 3 and writes to 4.
            os.dup2(commands_out, 3)
            os.dup2(answers_in, 4)

        arguments = [
            find_chromium(), "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self._profile.name}",
            "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-sync",
            "--disable-component-update", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars",
            *(["--no-sandbox"] if os.geteuid() == 0 else []), *switches, "about:blank",
        ]
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment, pass_fds=(3, 4), preexec_fn=place_pipes, start_new_session=True)
        os.close(commands_out)
        os.close(answers_in)
        self._unread = b""
        self._number = 0
        self._events = []

    @staticmethod
    def _pipe():
        """A pipe whose ends are out of the way of descriptors 3 and 4."""
        ends = os.pipe()
        high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
        for end in ends:
            os.close(end)
        return high

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close")
            self._process.wait(10)
        except (OSError, TimeoutError, RuntimeError, subprocess.TimeoutExpired):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._commands)
        os.close(self._answers)
        self._profile.cleanup()

    def send(self, method, session=None, timeout=15, **parameters):
        """Sends one command and waits for its result."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._commands, data):]
        deadline = time.monotonic() + timeout
        while True:
            answer = self._read(deadline - time.monotonic())
            if answer is None:
                raise TimeoutError(f"Chromium did not answer {method} in {timeout} s")
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _read(self, timeout):
        while b"\0" not in self._unread:
            if timeout <= 0 or not select.select([self._answers], [], [], timeout)[0]:
                return None
            data = os.read(self._answers, 1 << 16)
            if not data:
                raise RuntimeError("Chromium ended")
            self._unread += data
        line, self._unread = self._unread.split(b"\0", 1)
        message = json.loads(line)
        if "method" in message:
            self._events.append(message)
        return message

    def events(self, session):
        """All events of a session so far."""
        while self._read(0.02) is not None:
            pass
        return [event for event in self._events if event.get("sessionId") == session]

    def open(self, address, width=1280, height=900, dark=False, reduced_motion=False):
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Accessibility"):
            page.send(f"{domain}.enable")
        page.size(width, height)
        page.send("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"}])
        page.send("Page.navigate", url=address)
        page.until("location.href !== 'about:blank' && document.readyState === 'complete'")
        return page


KEYS = {
    "Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " "), "Escape": (27, ""), "ArrowLeft": (37, ""), "ArrowUp": (38, ""),
    "ArrowRight": (39, ""), "ArrowDown": (40, ""),
}


class Page:
    """One tab."""

    def __init__(self, browser, session):
        self._browser = browser
        self._session = session

    def send(self, method, timeout=15, **parameters):
        return self._browser.send(method, session=self._session, timeout=timeout, **parameters)

    def close(self):
        self.send("Page.close")

    def size(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def evaluate(self, expression, timeout=15):
        """The value of a JavaScript expression; a promise is waited for."""
        answer = self.send(
            "Runtime.evaluate", timeout=timeout, expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def until(self, expression, timeout=8):
        """Waits until an expression is true in JavaScript's sense, and answers with its value."""
        deadline = time.monotonic() + timeout
        while True:
            value = self.evaluate(f"((value) => value instanceof Node || value)({expression})")
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"still not so after {timeout} s: {expression}\nthe page reads:\n"
                                     + self.evaluate("document.body.innerText")[:1500])
            time.sleep(0.02)

    def key_down(self, key, modifiers=0):
        code, text = KEYS.get(key, (ord(key.upper()) if len(key) == 1 else 0, key))
        self.send("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", key=key, text=text,
                  windowsVirtualKeyCode=code, modifiers=modifiers)

    def key_up(self, key, modifiers=0):
        code, _ = KEYS.get(key, (ord(key.upper()) if len(key) == 1 else 0, key))
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code, modifiers=modifiers)

    def key(self, key, shift=False):
        """One key pressed and let go, as a keyboard does it."""
        self.key_down(key, 8 if shift else 0)
        self.key_up(key, 8 if shift else 0)

    def type(self, text):
        self.send("Input.insertText", text=text)

    def tab_to(self, selector, limit=60):
        """Presses Tab until the focus is on what matches; answers with how many times."""
        for count in range(limit):
            if self.evaluate(f"document.activeElement.matches({json.dumps(selector)})"):
                return count
            self.key("Tab")
        raise AssertionError(f"{limit} times Tab did not reach {selector}")

    def accessible(self, selector):
        """Role and name as assistive technology gets them."""
        root = self.send("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        found = self.send("Accessibility.getPartialAXTree", nodeId=node, fetchRelatives=False)["nodes"][0]
        return found.get("role", {}).get("value"), found.get("name", {}).get("value")

    def complaints(self):
        """Whatever the console shows as an error or a warning, and every uncaught exception."""
        found = []
        for event in self._browser.events(self._session):
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"].get("exception", {}).get("description", "exception"))
            elif event["method"] == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
                found.append(str([argument.get("value") for argument in parameters["args"]]))
            elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                found.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}".strip())
        return found

    def screenshot(self, path, whole=False):
        data = self.send("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
