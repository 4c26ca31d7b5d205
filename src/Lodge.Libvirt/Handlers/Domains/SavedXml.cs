using Lodge.Engine.Ports;
using Lodge.Libvirt.Handlers.Hosts;
using Lodge.LibvirtXml;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>The XML of saved domains, and what other XML makes of them.</summary>
/// <param name="host">The host.</param>
/// <param name="runFolder">The folder with the sockets of running VMs, which mean nothing in a definition.</param>
internal sealed class SavedXml(IHostInfo host, string? runFolder)
{
    /// <summary>The XML of a saved domain.</summary>
    public string Write(VmDefinition saved, bool secure) => DomainXml.Write(saved, new DomainXmlOptions
    {
        Secure = secure,
        HostAccelerator = HostAccelerator.Of(null, host),
        Emulator = HostEmulator.Of(host),
    });

    /// <summary>
    /// What a client's XML makes of a saved definition. XML says many a thing outright that a definition leaves open, so
    /// what counts is where it differs from the XML of the saved domain.
    /// </summary>
    /// <exception cref="LibvirtXmlException">The XML is wrong.</exception>
    public Func<VmDefinition, VmDefinition> Change(string xml)
    {
        var wanted = DomainXml.Read(xml, runFolder);

        // Devices are told apart by their aliases, which completing gives them.
        return saved => DefinitionMerge.Into(
            saved, VmNormalizer.Complete(DomainXml.Read(Write(saved, secure: false)), saved), VmNormalizer.Complete(wanted, saved));
    }
}
