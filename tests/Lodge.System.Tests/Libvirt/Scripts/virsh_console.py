"""Sits at a terminal, types into 'virsh console' of the domain named by the argument, and leaves with its escape."""
import os
import pty
import signal
import sys
import termios
import time

signal.alarm(20)  # What hangs is a failure.
child, terminal = pty.fork()
if child == 0:
    os.execv("/usr/bin/virsh", ["virsh", "console", sys.argv[1]])


def sees(text):
    shown = b""
    while text not in shown:
        shown += os.read(terminal, 4096)


sees(b"Escape character is")
while termios.tcgetattr(terminal)[3] & termios.ECHO:
    time.sleep(0.02)  # What is typed before virsh has the keyboard to itself is lost.
os.write(terminal, b"hello")
sees(b"hello")
os.write(terminal, b"\x1d")
_, status = os.waitpid(child, 0)
print(f"left with {os.waitstatus_to_exitcode(status)}")
