using Lodge.Engine.Ports;
using Lodge.LibvirtXml.Domain;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>The QEMU that domains name.</summary>
internal static class HostEmulator
{
    private static readonly string s_usual = new DomainXmlOptions().Emulator;

    /// <summary>Absolute path: this host's, or the usual one while that is not known.</summary>
    public static string Of(IHostInfo host) => host.Qemu?.Binary ?? s_usual;
}
