# Makes the calls that Cockpit's page of virtual machines makes of libvirt-dbus.
import sys
import time

from gi.repository import Gio, GLib

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
ROOT = "/org/libvirt/QEMU"


def call(path, interface, method, signature="()", *arguments):
    deadline = time.monotonic() + 20
    while True:
        try:
            return bus.call_sync("org.libvirt", path, interface, method, GLib.Variant(signature, arguments), None, 0, 20000, None).unpack()
        except GLib.Error as error:
            if "ServiceUnknown" not in str(error) and "was not provided" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def connect(method, signature="()", *arguments):
    return call(ROOT, "org.libvirt.Connect", method, signature, *arguments)


def properties(path, interface):
    return call(path, "org.freedesktop.DBus.Properties", "GetAll", "(s)", interface)[0]


host = properties(ROOT, "org.libvirt.Connect")
assert host["Hostname"] and host["LibVersion"] == 9000000, host
assert "<host>" in connect("GetCapabilities")[0]
assert "<domainCapabilities>" in connect("GetDomainCapabilities", "(ssssu)", "", "x86_64", "q35", "qemu", 0)[0]
(domains,) = connect("ListDomains", "(u)", 0)
names = {properties(path, "org.libvirt.Domain")["Name"]: path for path in domains}
path = names["cockpit"]
assert properties(path, "org.libvirt.Domain")["Persistent"]
assert "<name>cockpit</name>" in call(path, "org.libvirt.Domain", "GetXMLDesc", "(u)", 0)[0]
for method in ("ListNetworks", "ListStoragePools", "ListInterfaces", "ListNodeDevices", "ListNWFilters", "ListSecrets"):
    assert isinstance(connect(method, "(u)", 0)[0], list), method
assert call(path, "org.libvirt.Domain", "ListDomainSnapshots", "(u)", 0) == ([],)

call(path, "org.libvirt.Domain", "Create", "(u)", 0)
assert call(path, "org.libvirt.Domain", "GetState", "(u)", 0)[0][0] == 1
stats = call(path, "org.libvirt.Domain", "GetStats", "(uu)", 0, 0)[0]
assert "state.state" in stats, stats
assert properties(path, "org.libvirt.Domain")["Active"]
call(path, "org.libvirt.Domain", "Suspend")
call(path, "org.libvirt.Domain", "Resume")
call(path, "org.libvirt.Domain", "Destroy", "(u)", 0)
assert not properties(path, "org.libvirt.Domain")["Active"]
call(path, "org.libvirt.Domain", "Undefine", "(u)", 0)
print("all well")
sys.exit(0)
