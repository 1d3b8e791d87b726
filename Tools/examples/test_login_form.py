"""A browser fills in a login form with the code that a virtual display shows."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect, sync_playwright


@pytest.fixture(scope="module")
def site():
    """The site with the form, at a free port."""
    program = pathlib.Path(__file__).with_name("login_form.py")
    with subprocess.Popen([sys.executable, program, "0"], stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser
        browser.close()


def fill_in(page, display, code):
    page.get_by_label("User ID").fill(display.user_id)
    page.get_by_label("Code on your display").fill(code)
    page.get_by_role("button", name="Log in").click()


def test_who_types_the_code_is_let_in(site, browser, display):
    page = browser.new_page()
    page.goto(site)
    fill_in(page, display, display.press())
    expect(page.get_by_role("status")).to_have_text(f"Welcome, {display.user_id}.")


def test_who_types_it_again_is_not(site, browser, display):
    page = browser.new_page()
    page.goto(site)
    code = display.press()
    fill_in(page, display, code)
    expect(page.get_by_role("status")).to_contain_text("Welcome")
    fill_in(page, display, code)
    expect(page.get_by_role("status")).to_contain_text("did not work")
