using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation;

/// <summary>What the machine type allows.</summary>
internal static class MachineValidator
{
    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        if (definition.Machine.Version is { } version && !ComputeValidator.IsWord(version))
        {
            yield return new Flaw("machine.version", $"must be a QEMU machine version such as '7.2', and is '{version}'");
        }

        if (definition.Serials.Count > 4)
        {
            yield return new Flaw("serials", $"may have at most 4 entries, and has {definition.Serials.Count}");
        }

        if (definition.Graphics.Count > 1)
        {
            yield return new Flaw("graphics", $"may have at most 1 entry, and has {definition.Graphics.Count}");
        }

        if (definition.Machine.Type == MachineType.Microvm)
        {
            foreach (var flaw in CheckMicrovm(definition))
            {
                yield return flaw;
            }
        }
    }

    private static IEnumerable<Flaw> CheckMicrovm(VmDefinition definition)
    {
        if (definition.Boot.Kernel is null)
        {
            yield return new Flaw("boot.kernel", "is missing: a microvm boots a Linux kernel directly");
        }

        if (definition.Boot.Firmware == FirmwareType.Uefi)
        {
            yield return new Flaw("boot.firmware", "must be 'bios': a microvm has no UEFI");
        }

        if (definition.Graphics.Count > 0)
        {
            yield return new Flaw("graphics", "must be empty: a microvm has no display");
        }

        if (definition.Serials.Count > 1)
        {
            yield return new Flaw("serials", "may have at most 1 entry on a microvm");
        }

        if (definition.Disks.Count + definition.Nics.Count > 24)
        {
            yield return new Flaw("disks", "and nics together may be at most 24 on a microvm");
        }
    }
}
