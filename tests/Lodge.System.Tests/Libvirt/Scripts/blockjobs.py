# Merges and copies the disk vdb of a running domain with virsh, and hears what libvirt's API tells of it.
# Usage: blockjobs.py DOMAIN BASE MIDDLE TOP
import os
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()
name, base, middle, top = sys.argv[1:]
conn = libvirt.open(None)
dom = conn.lookupByName(name)
events = []
PULL, COPY, ACTIVE = libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY, libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT
DONE, CANCELLED, READY = libvirt.VIR_DOMAIN_BLOCK_JOB_COMPLETED, libvirt.VIR_DOMAIN_BLOCK_JOB_CANCELED, libvirt.VIR_DOMAIN_BLOCK_JOB_READY
conn.domainEventRegisterAny(dom, libvirt.VIR_DOMAIN_EVENT_ID_BLOCK_JOB, lambda conn, dom, path, kind, status, opaque: events.append((1, path, kind, status)), None)
conn.domainEventRegisterAny(dom, libvirt.VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, lambda conn, dom, disk, kind, status, opaque: events.append((2, disk, kind, status)), None)


def virsh(*arguments):
    ran = subprocess.run(["virsh", *arguments], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, f"virsh {arguments}: {ran.stdout}{ran.stderr}"
    return ran.stdout + ran.stderr


def hears(disk, path, kind, *states):
    expected = [(1, path, kind, state) for state in states] + [(2, disk, kind, state) for state in states]
    deadline = time.monotonic() + 20
    while not all(event in events for event in expected):
        assert time.monotonic() < deadline, f"expected {expected}, heard {events}"
        time.sleep(0.02)
    events.clear()


def disk():
    return ElementTree.fromstring(dom.XMLDesc()).find("devices/disk/target[@dev='vdb']/..")


def source():
    return disk().find("source").get("file")


# Nothing to pull, and something.
boot = ElementTree.fromstring(dom.XMLDesc()).find("devices/disk/target[@dev='vda']/../source").get("file")
assert "Pull complete" in virsh("blockpull", name, "vda", "--wait", "--verbose")
hears("vda", boot, PULL, DONE)
assert "Pull complete" in virsh("blockpull", name, "vdb", "--base", base, "--wait", "--verbose")
hears("vdb", top, PULL, DONE)

# The guest goes on in the base, and the file above it goes.
assert "Successfully pivoted" in virsh("blockcommit", name, "vdb", "--active", "--pivot", "--wait", "--verbose", "--delete")
hears("vdb", top, ACTIVE, READY, DONE)
assert source() == base and not os.path.exists(top) and os.path.exists(middle), (source(), os.listdir(os.path.dirname(top)))

# A copy that waits, and is pivoted to.
copy = base + ".copy"
assert "Now in mirroring phase" in virsh("blockcopy", name, "vdb", copy, "--format", "raw", "--transient-job", "--wait", "--verbose")
hears("vdb", base, COPY, READY)
mirror = disk().find("mirror")
assert (mirror.get("file"), mirror.get("ready"), mirror.get("job")) == (copy, "yes", "copy"), ElementTree.tostring(mirror)
assert "Block Copy: [100" in virsh("blockjob", name, "vdb", "--info"), virsh("blockjob", name, "vdb", "--info")
info = dom.blockJobInfo("vdb")
assert info["type"] == COPY and info["cur"] == info["end"] > 0, info
virsh("blockjob", name, "vdb", "--pivot")
hears("vdb", base, COPY, DONE)
assert source() == copy and disk().find("mirror") is None

# One that is given up, and one that is pivoted to by itself.
gone = base + ".gone"
virsh("blockcopy", name, "vdb", gone, "--format", "raw", "--transient-job", "--bandwidth", "65536", "--bytes")
virsh("blockjob", name, "vdb", "--abort")
hears("vdb", copy, COPY, CANCELLED)
assert source() == copy and not os.path.exists(gone) and dom.blockJobInfo("vdb") == {}
last = base + ".last"
assert "Successfully pivoted" in virsh("blockcopy", name, "vdb", last, "--format", "raw", "--transient-job", "--wait", "--pivot", "--verbose")
hears("vdb", copy, COPY, READY, DONE)
assert source() == last
assert dom.state()[0] == libvirt.VIR_DOMAIN_RUNNING
print("all well")
