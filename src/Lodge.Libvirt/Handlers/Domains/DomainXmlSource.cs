using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Everything that the XML of a domain is written from.</summary>
/// <param name="Version">
/// The object of the definition or of the run: both are immutable, so another object is there as soon as either changes.
/// </param>
/// <param name="Name">The domain's name, which may change while it runs.</param>
/// <param name="Number">The number of its run.</param>
/// <param name="HostAccelerator">How this host runs a VM that leaves that open.</param>
/// <param name="Emulator">Absolute path of QEMU.</param>
/// <param name="Mirrors">What its disks are being copied to, in one text.</param>
/// <param name="AgentConnected">Whether the guest agent has its end of the channel open.</param>
internal readonly record struct DomainXmlSource(
    object Version, string Name, int Number, Accelerator HostAccelerator, string Emulator, string Mirrors, bool AgentConnected)
{
    /// <summary>Whether the XML from both is the same. Versions are compared by identity, not by what is in them.</summary>
    public bool IsSameAs(in DomainXmlSource other) =>
        ReferenceEquals(Version, other.Version) && Number == other.Number && Name == other.Name
        && HostAccelerator == other.HostAccelerator && Emulator == other.Emulator && Mirrors == other.Mirrors && AgentConnected == other.AgentConnected;
}
