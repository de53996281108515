"""A headless Chromium, driven through chromedriver's own protocol (W3C WebDriver): a dozen calls need no package."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1800",
)
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The name under which the protocol hands out elements."""


class Browser:
    """One window."""

    def __init__(self, driver: str, profile: Path) -> None:
        self._driver = driver
        options = {"args": [*FLAGS, f"--user-data-dir={profile}"], "binary": _program("chromium")}
        capabilities = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}
        self._session = ""
        self._session = f"/session/{self._call('POST', '/session', {'capabilities': capabilities})['sessionId']}"

    def open(self, url: str) -> None:
        """Go to a page."""
        self._call("POST", "/url", {"url": url})

    def texts(self, xpath: str) -> list[str]:
        """What is to be read in the elements that are there now."""
        found = self._call("POST", "/elements", {"using": "xpath", "value": xpath})
        return [self._call("GET", f"/element/{element[ELEMENT]}/text") for element in found]

    def click(self, xpath: str) -> None:
        """Click on an element as soon as it is there and takes it."""
        self._wait(lambda: self._call("POST", f"/element/{self._find(xpath)}/click", {}))

    def type(self, xpath: str, text: str) -> None:
        """Type into an element as soon as it is there."""
        self._wait(lambda: self._call("POST", f"/element/{self._find(xpath)}/value", {"text": text}))

    def see(self, xpath: str) -> str:
        """What is to be read in an element, as soon as it is there."""
        return str(self._wait(lambda: self._call("GET", f"/element/{self._find(xpath)}/text")))

    def close(self) -> None:
        """End the browser."""
        self._call("DELETE", "")

    def _find(self, xpath: str) -> str:
        return str(self._call("POST", "/element", {"using": "xpath", "value": xpath})[ELEMENT])

    def _wait(self, what: Any, seconds: float = 40) -> Any:
        end = time.monotonic() + seconds
        while True:
            try:
                return what()
            except HTTPError as error:  # not there yet, or something lies over it for a moment
                if time.monotonic() > end:
                    raise AssertionError(error.read().decode()) from None
                time.sleep(0.3)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._driver}{self._session}{path}", data, {"content-type": "application/json"}, method=method)
        with urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())["value"]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with a new, empty profile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    driver = subprocess.Popen([_program("chromedriver"), f"--port={port}"], stdout=subprocess.DEVNULL)
    try:
        _answers(f"http://127.0.0.1:{port}/status")
        window = Browser(f"http://127.0.0.1:{port}", profile)
        try:
            yield window
        finally:
            window.close()
    finally:
        driver.terminate()
        driver.wait(20)


def _answers(url: str) -> None:
    for _ in range(100):
        try:
            urlopen(url, timeout=5).close()
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("chromedriver does not answer")


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.fail(
            f"there is no {name}: install the packages chromium and chromium-driver, or leave these tests out with -m 'not browser'"
        )
    return path
