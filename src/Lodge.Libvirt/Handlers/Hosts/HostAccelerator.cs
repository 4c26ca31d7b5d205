using Lodge.Engine.Ports;
using Lodge.Libvirt.Errors;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>The accelerator that a client means by the type of a domain.</summary>
internal static class HostAccelerator
{
    /// <summary>Finds it; the host's own where no type is named.</summary>
    /// <exception cref="LibvirtException">A type that is not known, or that this host cannot do.</exception>
    public static Accelerator Of(string? type, IHostInfo host)
    {
        var kvm = host.Kvm;
        return type switch
        {
            null => kvm.Usable ? Accelerator.Kvm : Accelerator.Tcg,
            "qemu" => Accelerator.Tcg,
            "kvm" when kvm.Usable => Accelerator.Kvm,
            "kvm" => throw Wrong($"KVM is not usable on this host: {string.Join(' ', kvm.Reasons)}"),
            _ => throw Wrong($"unknown virttype: {type}"),
        };
    }

    private static LibvirtException Wrong(string detail) => new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, detail);
}
