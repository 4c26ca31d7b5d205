namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>What a guest can be asked for (virDomainGuestInfoTypes).</summary>
[Flags]
internal enum GuestFacts : uint
{
    None = 0,
    Users = 1,
    Os = 2,
    TimeZone = 4,
    HostName = 8,
    FileSystems = 16,
    Disks = 32,
    Interfaces = 64,
    All = 127,
}
