"""weirkit without services: run by scripts/check unit with Debian's Python."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from weirkit import account, ports, process, results, runner, secretfile, summary
from weirkit.lock import Lock


def current_account() -> account.Account:
    return account.Account(os.geteuid(), os.getegid(), drop=False)


class Processes(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.pid_file = Path(self.folder.name, "sleeper")

    def spawn(self, *command: str) -> process.Process:
        made = process.spawn(
            "sleeper",
            command,
            pid_file=self.pid_file,
            log=Path(self.folder.name, "log"),
            account=current_account(),
            environment={"PATH": "/usr/bin:/bin"},
            folder=Path(self.folder.name),
        )
        self.addCleanup(made.kill)
        return made

    def wait_known(self, started: process.Process) -> None:
        for _ in range(200):
            if process.find("sleeper", self.pid_file) == started:
                return
            signal.sigtimedwait([], 0.02)
        self.fail("the pid file never named the process")

    def test_a_running_process_is_found_again(self) -> None:
        started = self.spawn("sleep", "60")
        self.wait_known(started)
        started.kill()
        self.assertIsNone(process.find("sleeper", self.pid_file))

    def test_a_pid_that_was_given_to_somebody_else_is_not_it(self) -> None:
        started = self.spawn("sleep", "60")
        self.wait_known(started)
        text = self.pid_file.read_text()
        self.pid_file.write_text(text.replace(f" {started.start_ticks} ", f" {started.start_ticks - 1} "))
        self.assertIsNone(process.find("sleeper", self.pid_file))

    def test_a_pid_file_without_sense_names_nobody(self) -> None:
        for text in ("", "12", "x (y", "1 (a) S"):
            self.pid_file.write_text(text)
            self.assertIsNone(process.find("sleeper", self.pid_file))

    def test_what_ignores_the_signal_is_killed(self) -> None:
        started = self.spawn("bash", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done")
        while b"up" not in Path(self.folder.name, "log").read_bytes():
            signal.sigtimedwait([], 0.02)
        started.stop(0.2)
        self.assertFalse(started.alive())


class Files(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name, "env")

    def test_secrets_stay_and_only_the_owner_reads_them(self) -> None:
        first = secretfile.load_or_create(self.path)
        self.assertEqual(secretfile.load_or_create(self.path), first)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o600)
        self.assertRegex(first["API_KEY"], r"^weir_sk_[A-Za-z0-9_-]{43}$")
        self.assertGreaterEqual(len(first["JWT_SECRET"]), 32)

    def test_a_missing_secret_is_added_and_the_others_stay(self) -> None:
        self.path.write_text("API_KEY=weir_sk_mine\n")
        self.assertEqual(secretfile.load_or_create(self.path)["API_KEY"], "weir_sk_mine")
        self.assertIn("JWT_SECRET=", self.path.read_text())

    def test_a_lock_is_held_once(self) -> None:
        first, second = Lock(self.path), Lock(self.path)
        self.assertTrue(first.acquire())
        self.assertFalse(second.acquire())
        self.assertEqual(second.holder(), os.getpid())
        first.release()
        self.assertTrue(second.acquire())
        second.release()

    def test_a_port_in_use_is_replaced_and_the_new_one_remembered(self) -> None:
        known = ports.Ports(self.path)
        port = known.choose("kafka")
        self.assertEqual(ports.Ports(self.path).choose("kafka"), port)
        with socket.create_server(("127.0.0.1", port)):
            other = ports.Ports(self.path).choose("kafka")
        self.assertNotEqual(other, port)
        self.assertEqual(ports.Ports(self.path).get("kafka"), other)


class Reports(unittest.TestCase):
    def read(self, body: str) -> results.Results:
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(f"<testsuite>{body}</testsuite>")
            file.flush()
            found = results.read_junit(Path(file.name))
        assert found is not None
        return found

    def test_every_kind_of_ending_is_counted(self) -> None:
        found = self.read(
            '<testcase name="a" status="run"/><testcase name="b" status="fail"><failure/></testcase>'
            '<testcase name="c" status="notrun"><skipped message="Unable to find executable"/></testcase>'
            '<testcase name="d" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>'
            '<testcase name="e"><error/></testcase><testcase name="f"><skipped message="why"/></testcase>'
        )
        self.assertEqual(found.line(), "1 passed, 3 failed, 2 skipped")

    def test_what_failed_says_how(self) -> None:
        found = self.read('<testcase name="a" classname="t"><failure message="AssertionError: 503&#10;  is not 202"/></testcase>')
        self.assertEqual(found.problems, ["failed: t::a: AssertionError: 503 is not 202"])

    def test_half_a_file_is_no_report(self) -> None:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("<testsuite><testcase name=")
            file.flush()
            self.assertIsNone(results.read_junit(Path(file.name)))


class Runner(unittest.TestCase):
    def run_script(self, script: str, seconds: float) -> runner.Ended:
        with tempfile.TemporaryDirectory() as folder:
            return runner.run("x", ["bash", "-c", script], log=Path(folder, "log"), seconds=seconds, environment=os.environ)

    def test_tests_of_one_process_and_of_several_are_counted(self) -> None:
        lines = ("t/a.py::b PASSED  [ 50%]", "t/a.py::c ", "[gw1] [100%] PASSED t/a.py::c[x y] ", "[gw0] [ 75%] FAILED t/a.py::d ")
        ended = self.run_script("".join(f"echo '{line}';" for line in lines), 10)
        self.assertEqual(ended.passed, 2)

    def test_lines_of_ctest_and_pytest_are_counted(self) -> None:
        script = "echo ' 1/2 Test  #5: unit.base: adds, and more ......   Passed    0.01 sec'; echo 'tests/e2e/test_x.py::test_y PASSED   [ 50%]'"
        self.assertEqual(self.run_script(script, 30), runner.Ended(0, False, 2))

    def test_the_budget_ends_the_whole_group(self) -> None:
        ended = self.run_script("sleep 300 & sleep 300", 0.3)
        self.assertTrue(ended.over_budget)
        left = subprocess.run(["pgrep", "-P", "1", "-f", "^sleep 300$"], capture_output=True, text=True, check=False)
        self.assertEqual(left.stdout, "")


class Summary(unittest.TestCase):
    def test_the_lines_are_valid_shell_and_valid_json(self) -> None:
        seeded = {"tenant": {"key": "demo"}, "meters": [{"slug": "api-calls", "event_type": "request", "value_path": "$.units"}]}
        send, ask = summary.curl_lines("http://127.0.0.1:8000", "weir_sk_x", seeded)
        shown = subprocess.run(["bash", "-c", f'curl() {{ printf "%s\\n" "${{@: -1}}"; }}\n{send}'], capture_output=True, text=True, check=True)
        event = json.loads(shown.stdout)
        self.assertEqual((event["subject"], event["data"], event["type"]), ("demo", {"units": 1}, "request"))
        self.assertTrue(event["id"].isdigit())
        self.assertIn("/api/v1/meters/api-calls/query?subject=demo", ask)


if __name__ == "__main__":
    unittest.main()
