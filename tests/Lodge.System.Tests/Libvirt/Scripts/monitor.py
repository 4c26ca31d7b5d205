# Makes the calls that virt-top makes for each screen: the host, its load, each domain's state, processors, disks and cards.
import xml.etree.ElementTree as tree

import libvirt

conn = libvirt.openReadOnly(None)
host = conn.getInfo()
names = set()
for _ in range(3):
    assert conn.getCPUStats(libvirt.VIR_NODE_CPU_STATS_ALL_CPUS)["idle"] > 0
    assert conn.getMemoryStats(libvirt.VIR_NODE_MEMORY_STATS_ALL_CELLS)["total"] > 0
    assert conn.getFreeMemory() > 0
    assert len(conn.listDomainsID()) + conn.numOfDefinedDomains() == len(conn.listAllDomains())
    for dom in conn.listAllDomains():
        names.add(dom.name())
        state, _, memory, vcpus, time = dom.info()
        devices = tree.fromstring(dom.XMLDesc()).find("devices")
        if state == libvirt.VIR_DOMAIN_RUNNING:
            for target in devices.findall("disk/target"):
                assert len(dom.blockStats(target.get("dev"))) == 5
            assert len(dom.vcpus()[0]) == vcpus
            assert dom.getCPUStats(True)[0]["cpu_time"] > 0
        assert memory > 0
    for dom, stats in conn.getAllDomainStats():
        assert "state.state" in stats, stats
print(" ".join(sorted(names)))
