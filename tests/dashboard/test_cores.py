"""The server works on one core, and what it starts on every core that it was given itself."""

import os
import subprocess
import sys

import pytest

SERVER_AND_COMMAND = """
import os, subprocess, sys
from dashboard import cores
cores.stay_on_one()
tell = "import os; input(); print(sorted(os.sched_getaffinity(0)))"
command = subprocess.Popen([sys.executable, "-c", tell], stdin=subprocess.PIPE)
cores.give_every(command.pid)
command.communicate(b"\\n")
print(sorted(os.sched_getaffinity(0)))
"""


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux says where a process works")
def test_the_server_stays_on_one_core_and_its_commands_work_on_all():
    told = subprocess.run([sys.executable, "-c", SERVER_AND_COMMAND], capture_output=True, text=True, check=True).stdout
    command, server = told.splitlines()
    assert command == str(sorted(os.sched_getaffinity(0)))
    assert server in [str([core]) for core in os.sched_getaffinity(0)]
