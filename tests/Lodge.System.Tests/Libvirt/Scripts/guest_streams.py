"""Opens streams or displays of a domain, and tells what came out of them: NAME console|screen."""
import os
import select
import signal
import socket
import sys

import libvirt

signal.alarm(20)  # What hangs is a failure.
libvirt.registerErrorHandler(lambda _, error: None, None)
connection = libvirt.open()
domain = connection.lookupByName(sys.argv[1])


def console():
    stream = connection.newStream()
    domain.openConsole(None, stream)
    other = connection.newStream()
    try:
        domain.openConsole(None, other)
        print("second console: let in")
    except libvirt.libvirtError as refused:
        print("second console: refused" if refused.get_error_code() == libvirt.VIR_ERR_OPERATION_FAILED else refused)

    shown = b""
    stream.send(b"hello")
    while b"hello" not in shown:
        shown += stream.recv(4096)
    print("console: echoed")
    stream.abort()


def screenshot():
    stream = connection.newStream()
    mime = domain.screenshot(stream, 0)
    picture = b""
    while chunk := stream.recv(65536):
        picture += chunk
    stream.finish()
    print(f"screenshot: {mime}" if picture.startswith(b"\x89PNG") else "screenshot: no picture")


def greeting(descriptor):
    ready, _, _ = select.select([descriptor], [], [], 10)
    return os.read(descriptor, 12).decode().strip() if ready else "nothing"


def displays():
    descriptor = domain.openGraphicsFD(0, 0)
    print(f"display by descriptor: {greeting(descriptor)}")
    os.close(descriptor)
    ours, theirs = socket.socketpair()
    domain.openGraphics(0, theirs.fileno(), libvirt.VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH)
    theirs.close()
    print(f"display over a socket: {greeting(ours.fileno())}")


if sys.argv[2] == "console":
    console()
else:
    screenshot()
    displays()
connection.close()
