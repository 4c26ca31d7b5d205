using Lodge.Libvirt.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Libvirt.Handlers.Domains.Changes;

/// <summary>
/// What a call means, by its flags (virDomainModificationImpact): what runs, the definition, or both. Without a flag it
/// is what runs, if it does, else the definition.
/// </summary>
internal static class ChangeSides
{
    /// <summary>What runs.</summary>
    public const uint Live = 1;

    /// <summary>The definition.</summary>
    public const uint Config = 2;

    /// <summary>Both flags.</summary>
    public const uint All = Live | Config;

    /// <summary>What a change is made to.</summary>
    /// <exception cref="LibvirtException">The domain does not run, or is forgotten when it ends.</exception>
    public static ChangeScope Scope(Vm vm, uint flags)
    {
        if ((flags & Live) != 0 && !vm.Status.IsLive)
        {
            throw DomainDirectory.Invalid("domain is not running");
        }

        if ((flags & Config) != 0 && !vm.Persistent)
        {
            throw DomainDirectory.Invalid("transient domains do not have any persistent config");
        }

        return (flags & All) switch
        {
            All => ChangeScope.Both,
            Config => ChangeScope.Next,
            Live => ChangeScope.Live,
            _ => vm.Status.IsLive ? ChangeScope.Live : ChangeScope.Next,
        };
    }

    /// <summary>What a question is about.</summary>
    /// <exception cref="LibvirtException">There is no such side, or both are asked for.</exception>
    public static VmDefinition Read(Vm vm, uint flags)
    {
        if ((flags & All) == All)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the live and the persistent state cannot be asked for together");
        }

        return Scope(vm, flags) == ChangeScope.Next ? vm.Definition : vm.CurrentDefinition;
    }
}
