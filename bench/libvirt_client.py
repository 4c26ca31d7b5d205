"""The client of the bench: one program for Lodge and for libvirtd, over libvirt's own Python binding.

Usage: libvirt_client.py URI TEMPLATE FOLDER [ROLE ARGUMENTS]

TEMPLATE is the XML of a domain in which NAME and FOLDER stand for those. Without a role it reads one command a line and
answers each with one line of JSON: times in milliseconds, a rate a second, or how many domains were told about. The roles
are what it starts beside itself, so that several clients are several processes.
"""
import json
import subprocess
import sys
import threading
import time

import libvirt

URI, TEMPLATE, FOLDER = sys.argv[1], open(sys.argv[2]).read(), sys.argv[3]
ACTIVE = libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE


def xml(name):
    return TEMPLATE.replace("NAME", name).replace("FOLDER", FOLDER)


def names(prefix, first, count):
    return [f"{prefix}-{number}" for number in range(int(first), int(first) + int(count))]


def timed(work):
    begun = time.perf_counter()
    result = work()
    return (time.perf_counter() - begun) * 1000, result


def times_of(works):
    return {"times": [timed(work)[0] for work in works]}


class Worker:
    """This program once more, in another role: it says when it is ready, and is told when to go."""

    def __init__(self, *role):
        self.process = subprocess.Popen(
            [sys.executable, __file__, *sys.argv[1:4], *map(str, role)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_until_ready(self):
        assert self.process.stdout.readline().strip() == "ready", "a client that was started beside this one has failed"

    def go(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def result(self):
        answer = json.loads(self.process.stdout.readline())
        self.process.wait()
        return answer


class Commands:
    """What the bench asks for, by name."""

    def __init__(self, connection):
        self.connection = connection
        self.usual = {}  # What statistics tell of each domain that runs, while all is well.
        self.late = None

    def connect(self, count):
        times = []
        for _ in range(int(count)):
            milliseconds, connection = timed(lambda: libvirt.open(URI))
            times.append(milliseconds)
            connection.close()
        return {"times": times}

    def define(self, prefix, first, count):
        return times_of([lambda text=xml(name): self.connection.defineXML(text) for name in names(prefix, first, count)])

    def undefine(self, prefix, first, count):
        return times_of([self.connection.lookupByName(name).undefine for name in names(prefix, first, count)])

    def look_up(self, prefix, first, count):
        return times_of([lambda name=name: self.connection.lookupByName(name) for name in names(prefix, first, count)])

    def dump_xml(self, prefix, first, count):
        return times_of([self.connection.lookupByName(name).XMLDesc for name in names(prefix, first, count)])

    def list(self, runs, expected):
        times = []
        for _ in range(int(runs)):
            milliseconds, found = timed(self.connection.listAllDomains)
            assert len(found) == int(expected), f"{len(found)} domains are listed, not {expected}"
            times.append(milliseconds)
        return {"times": times}

    def stats(self, runs, expected):
        times = []
        for _ in range(int(runs)):
            milliseconds, found = timed(self.connection.getAllDomainStats)
            assert len(found) == int(expected), f"statistics tell of {len(found)} domains, not {expected}"
            times.append(milliseconds)
        return {"times": times}

    def running_stats(self, runs, expected):
        times = []
        for _ in range(int(runs)):
            milliseconds, found = timed(lambda: self.connection.getAllDomainStats(flags=ACTIVE))
            assert len(found) == int(expected), f"statistics tell of {len(found)} domains, not {expected}"
            self.usual = {domain.name(): set(told) for domain, told in found}
            times.append(milliseconds)
        return {"times": times}

    def stats_beside(self, stopped, seconds):
        """Statistics of all that run while the QEMU of one is stopped: gives up after a while, and does not count that one."""
        found = []
        begun = time.perf_counter()
        self.late = threading.Thread(target=lambda: found.extend(self.connection.getAllDomainStats(flags=ACTIVE)))
        self.late.start()
        self.late.join(float(seconds))
        told = {domain.name(): set(told) for domain, told in list(found)}
        whole = [name for name in self.usual if name != stopped and self.usual[name] <= told.get(name, set())]
        return {"times": [(time.perf_counter() - begun) * 1000], "told": len(whole)}

    def settle(self):
        """Waits for statistics that were given up."""
        self.late.join()
        return {}

    def start(self, name):
        domain = self.connection.lookupByName(name)
        return times_of([lambda: domain.createWithFlags(libvirt.VIR_DOMAIN_START_PAUSED)])

    def destroy(self, name):
        return times_of([self.connection.lookupByName(name).destroy])

    def clients(self, count, seconds, prefix, domains):
        """Requests a second of so many clients: look-up, state and XML, in turns."""
        workers = [Worker("look", seconds, prefix, domains) for _ in range(int(count))]
        for worker in workers:
            worker.wait_until_ready()
        for worker in workers:
            worker.go()
        return {"rate": sum(worker.result()["rate"] for worker in workers)}

    def events(self, makers, pairs):
        """Events a second that one client hears while others define and undefine domains."""
        listener = Worker("listen", 2 * int(makers) * int(pairs))
        workers = [Worker("make", f"event-{number}", pairs) for number in range(int(makers))]
        for worker in [listener, *workers]:
            worker.wait_until_ready()
        begun = time.monotonic()
        for worker in workers:
            worker.go()
        heard = listener.result()
        for worker in workers:
            worker.result()
        return {"rate": heard["events"] / (heard["until"] - begun)}


def await_start():
    print("ready", flush=True)
    sys.stdin.readline()


def look(seconds, prefix, domains):
    connection = libvirt.open(URI)
    known = names(prefix, 0, domains)
    requests = 0
    await_start()
    begun = time.perf_counter()
    while time.perf_counter() < begun + float(seconds):
        domain = connection.lookupByName(known[requests % len(known)])
        domain.state()
        domain.XMLDesc()
        requests += 3
    return {"rate": requests / (time.perf_counter() - begun)}


def make(name, pairs):
    connection, text = libvirt.open(URI), xml(name)
    await_start()
    for _ in range(int(pairs)):
        connection.defineXML(text).undefine()
    return {}


def listen(expected):
    heard = []
    libvirt.virEventRegisterDefaultImpl()
    connection = libvirt.open(URI)
    connection.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lambda *event: heard.append(event[2]), None)
    print("ready", flush=True)
    while len(heard) < int(expected):
        libvirt.virEventRunDefaultImpl()
    return {"events": len(heard), "until": time.monotonic()}


def serve():
    commands = Commands(libvirt.open(URI))
    for line in sys.stdin:
        name, *arguments = line.split()
        try:
            answer = getattr(commands, name)(*arguments)
        except Exception as failure:
            answer = {"error": f"{line.strip()}: {failure}"}
        print(json.dumps(answer), flush=True)


libvirt.registerErrorHandler(lambda context, error: None, None)
ROLES = {"look": look, "make": make, "listen": listen}
if len(sys.argv) == 4:
    serve()
else:
    print(json.dumps(ROLES[sys.argv[4]](*sys.argv[5:])), flush=True)
