using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary>The VM that is being written, and how.</summary>
internal sealed record WriteContext(VmDefinition Vm, DomainXmlOptions Options)
{
    /// <summary>Live facts, unless the XML is for another host.</summary>
    public LiveDomain? Live => Options.Migratable ? null : Options.Live;

    /// <summary>What the accelerator comes to.</summary>
    public Accelerator Accel =>
        Options.Live?.Accel ?? (Vm.Accel == Accelerator.Auto ? Options.HostAccelerator : Vm.Accel);
}
