# Leads a guest through its life over libvirt's API, with an event loop in a thread of its own.
# Usage: life.py DOMAIN-FILE WORDS-OF-THE-GUEST
import sys
import threading
import time

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()
conn = libvirt.open(None)
seen = []


def lifecycle(conn, dom, event, detail, opaque):
    seen.append((dom.name(), event))


def wait_for(event):
    deadline = time.monotonic() + 20
    while (name, event) not in seen:
        assert time.monotonic() < deadline, f"event {event} did not come: {seen}"
        time.sleep(0.02)


def read_console(dom, words):
    stream = conn.newStream(libvirt.VIR_STREAM_NONBLOCK)
    dom.openConsole(None, stream, libvirt.VIR_DOMAIN_CONSOLE_FORCE)
    text, deadline = b"", time.monotonic() + 20
    while words not in text:
        assert time.monotonic() < deadline, f"the console says only {text}"
        part = stream.recv(1024)
        if part == -2:
            time.sleep(0.02)
        else:
            text += part
    stream.abort()


def take_picture(dom):
    stream, parts = conn.newStream(), []
    kind = dom.screenshot(stream, 0)
    stream.recvAll(lambda stream, data, opaque: parts.append(data), None)
    stream.finish()
    assert b"".join(parts), "the picture is empty"
    return kind


xml, words = open(sys.argv[1]).read(), sys.argv[2].encode()
callback = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle, None)
dom = conn.defineXML(xml)
name = dom.name()
wait_for(libvirt.VIR_DOMAIN_EVENT_DEFINED)
assert not dom.isActive() and dom.isPersistent() and dom.ID() == -1

dom.createWithFlags(libvirt.VIR_DOMAIN_START_PAUSED)
wait_for(libvirt.VIR_DOMAIN_EVENT_STARTED)
assert dom.state()[0] == libvirt.VIR_DOMAIN_PAUSED
reader = threading.Thread(target=read_console, args=(dom, words))
reader.start()
time.sleep(0.2)
dom.resume()
wait_for(libvirt.VIR_DOMAIN_EVENT_RESUMED)
reader.join()
assert dom.state()[0] == libvirt.VIR_DOMAIN_RUNNING and dom.ID() > 0
assert dom.info()[1] == 16 * 1024 and dom.maxVcpus() == 1
assert take_picture(dom) in ("image/png", "image/x-portable-pixmap")
assert conn.lookupByUUIDString(dom.UUIDString()).name() == name
assert conn.lookupByID(dom.ID()).name() == name
assert [other.name() for other in conn.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_RUNNING)] == [name]
assert conn.getInfo()[0] == "x86_64" and "<host>" in conn.getCapabilities()

dom.suspend()
wait_for(libvirt.VIR_DOMAIN_EVENT_SUSPENDED)
dom.destroy()
wait_for(libvirt.VIR_DOMAIN_EVENT_STOPPED)
dom.undefine()
wait_for(libvirt.VIR_DOMAIN_EVENT_UNDEFINED)
conn.domainEventDeregisterAny(callback)
try:
    conn.lookupByName(name)
    sys.exit("the domain is still there")
except libvirt.libvirtError as error:
    assert error.get_error_code() == libvirt.VIR_ERR_NO_DOMAIN
conn.close()
print("all well")
