# Makes the calls that virt-top makes for each screen: the host, its load, each domain's state, processors, disks and cards.
import xml.etree.ElementTree as tree

import libvirt

conn = libvirt.openReadOnly(None)
host = conn.getInfo()
assert conn.getHostname() and host[2] > 0 and conn.getLibVersion() > 0
GROUPS = (
    libvirt.VIR_DOMAIN_STATS_STATE | libvirt.VIR_DOMAIN_STATS_CPU_TOTAL | libvirt.VIR_DOMAIN_STATS_VCPU
    | libvirt.VIR_DOMAIN_STATS_BALLOON | libvirt.VIR_DOMAIN_STATS_INTERFACE | libvirt.VIR_DOMAIN_STATS_BLOCK
)
used = {}
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
            assert len(dom.getCPUStats(False)) == host[2]
            assert dom.maxVcpus() == vcpus and dom.ID() > 0 and dom.OSType() == "hvm"
        assert memory > 0 and dom.maxMemory() >= memory
    for dom, stats in conn.getAllDomainStats(GROUPS):
        assert "state.state" in stats, stats
        assert stats["block.count"] == 1 and stats["block.0.name"] == "vda", stats
        if dom.isActive():
            assert "net.count" in stats and stats["balloon.current"] > 0, stats
            assert stats["cpu.time"] >= used.get(dom.name(), 0) and stats["vcpu.0.time"] >= 0 and "block.0.rd.reqs" in stats, stats
            used[dom.name()] = stats["cpu.time"]
assert all(used.values()), used
print(" ".join(sorted(names)))
