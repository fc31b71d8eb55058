"""The unprivileged user that PostgreSQL, Kafka and Weir run as when a command is started by root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failure import Failure
from .ui import say

USER = "weir"
HOME = Path("/var/lib/weir")


@dataclass(frozen=True)
class Account:
    """Who children run as. drop is false when that is simply the user who started the command."""

    uid: int
    gid: int
    drop: bool

    def popen_arguments(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.drop else {}

    def own(self, path: Path) -> None:
        if self.drop:
            os.chown(path, self.uid, self.gid)

    def own_tree(self, top: Path) -> None:
        if self.drop:
            for folder, _, files in os.walk(top):
                os.chown(folder, self.uid, self.gid)
                for name in files:
                    os.chown(os.path.join(folder, name), self.uid, self.gid, follow_symlinks=False)

    def can(self, flag: str, path: Path) -> bool:
        """test(1)'s -r, -w or -x, as this account sees the path."""
        if not self.drop:
            return os.access(path, {"-r": os.R_OK, "-w": os.W_OK, "-x": os.X_OK}[flag])
        return subprocess.run(["/usr/bin/test", flag, path], check=False, cwd="/", **self.popen_arguments()).returncode == 0


def service_account() -> Account:
    """The account for services; creates the system user when root asks and it is missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    try:
        entry = pwd.getpwnam(USER)
    except KeyError:
        say(f"creating the system user {USER}: PostgreSQL, Kafka and Weir do not run as root")
        command = ["useradd", "--system", "--user-group", "--home-dir", str(HOME), "--shell", "/usr/sbin/nologin", USER]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"the system user {USER} could not be created: {done.stderr.strip()}") from None
        entry = pwd.getpwnam(USER)
    return Account(entry.pw_uid, entry.pw_gid, drop=True)
