using System.Globalization;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>Puts what a guest tells into the typed parameters of virDomainGetGuestInfo.</summary>
/// <param name="vm">The VM, to name its disks.</param>
internal sealed class GuestInfoWords(Vm vm)
{
    private readonly TypedParams _params = new();

    /// <summary>Whether an address is one of IPv6.</summary>
    public static bool IsVersion6(GuestAddress address) => address.Address.Contains(':', StringComparison.Ordinal);

    /// <summary>All that was added.</summary>
    public TypedParam[] ToArray() => _params.ToArray();

    public void Users(IReadOnlyList<GuestUser> users)
    {
        _params.UInt("user.count", (uint)users.Count);
        for (var i = 0; i < users.Count; i++)
        {
            _params.Text(Field("user", i, "name"), users[i].Name)
                .Text(Field("user", i, "domain"), users[i].Domain)
                .ULong(Field("user", i, "login-time"), (ulong)Math.Max(0, users[i].Since.ToUnixTimeMilliseconds()));
        }
    }

    public void Os(GuestOs os, GuestFacts wanted)
    {
        if ((wanted & GuestFacts.Os) != 0)
        {
            _params.Text("os.id", os.Id).Text("os.name", os.Name).Text("os.pretty-name", os.PrettyName)
                .Text("os.version", os.Version).Text("os.version-id", os.VersionId)
                .Text("os.machine", os.Machine).Text("os.variant", os.Variant).Text("os.variant-id", os.VariantId)
                .Text("os.kernel-release", os.KernelRelease).Text("os.kernel-version", os.KernelVersion);
        }

        if ((wanted & GuestFacts.TimeZone) != 0)
        {
            _params.Text("timezone.name", os.TimeZone);
            if (os.UtcOffset is { } offset)
            {
                _params.Int("timezone.offset", offset);
            }
        }
    }

    public void HostName(string name) => _params.Text("hostname", name);

    public void FileSystems(IReadOnlyList<GuestFileSystem> systems)
    {
        _params.UInt("fs.count", (uint)systems.Count);
        for (var i = 0; i < systems.Count; i++)
        {
            var system = systems[i];
            _params.Text(Field("fs", i, "name"), system.Device)
                .Text(Field("fs", i, "mountpoint"), system.MountPoint)
                .Text(Field("fs", i, "fstype"), system.Type);
            if (system is { TotalBytes: { } total, UsedBytes: { } used })
            {
                _params.ULong(Field("fs", i, "total-bytes"), total).ULong(Field("fs", i, "used-bytes"), used);
            }

            _params.UInt(Field("fs", i, "disk.count"), (uint)system.Disks.Count);
            for (var j = 0; j < system.Disks.Count; j++)
            {
                var prefix = Field("fs", i, "disk");
                _params.Text(Field(prefix, j, "alias"), GuestDisks.Find(vm, system.Disks[j])?.Name)
                    .Text(Field(prefix, j, "serial"), system.Disks[j].Serial)
                    .Text(Field(prefix, j, "device"), system.Disks[j].Device);
            }
        }
    }

    public void Disks(IReadOnlyList<GuestBlockDevice> disks)
    {
        _params.UInt("disk.count", (uint)disks.Count);
        for (var i = 0; i < disks.Count; i++)
        {
            var disk = disks[i];
            _params.Text(Field("disk", i, "name"), disk.Name).Boolean(Field("disk", i, "partition"), disk.IsPartition);
            if (disk.MadeOf.Count > 0)
            {
                _params.UInt(Field("disk", i, "dependency.count"), (uint)disk.MadeOf.Count);
                for (var j = 0; j < disk.MadeOf.Count; j++)
                {
                    _params.Text(Field(Field("disk", i, "dependency"), j, "name"), disk.MadeOf[j]);
                }
            }

            if (disk.Disk is { } address)
            {
                _params.Text(Field("disk", i, "serial"), address.Serial)
                    .Text(Field("disk", i, "alias"), GuestDisks.Find(vm, address)?.Name)
                    .Text(Field("disk", i, "guest_bus"), address.Bus);
            }

            _params.Text(Field("disk", i, "guest_alias"), disk.Alias);
        }
    }

    public void Interfaces(IReadOnlyList<GuestInterface> cards)
    {
        _params.UInt("if.count", (uint)cards.Count);
        for (var i = 0; i < cards.Count; i++)
        {
            var addresses = cards[i].Addresses;
            _params.Text(Field("if", i, "name"), cards[i].Name)
                .Text(Field("if", i, "hwaddr"), cards[i].Mac ?? "00:00:00:00:00:00")
                .UInt(Field("if", i, "addr.count"), (uint)addresses.Count);
            for (var j = 0; j < addresses.Count; j++)
            {
                var prefix = Field("if", i, "addr");
                _params.Text(Field(prefix, j, "type"), IsVersion6(addresses[j]) ? "ipv6" : "ipv4")
                    .Text(Field(prefix, j, "addr"), addresses[j].Address)
                    .UInt(Field(prefix, j, "prefix"), (uint)addresses[j].Prefix);
            }
        }
    }

    private static string Field(string kind, int index, string name) => string.Create(CultureInfo.InvariantCulture, $"{kind}.{index}.{name}");
}
