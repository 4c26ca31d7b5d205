using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>The board, and how many processors it takes.</summary>
internal static class MachineValidator
{
    // The APIC ids of xAPIC end at 254; more need x2APIC and interrupt remapping.
    private const int XapicLimit = 255;
    private const int MicrovmLimit = 288;

    public static void Check(VmDefinition definition, Place root)
    {
        root.AddIf(
            definition.Machine.Version is { } version && !Texts.IsWord(version),
            "machine.version",
            $"must be a QEMU machine version such as '7.2', and is '{definition.Machine.Version}'");

        var count = definition.Cpu.Count;
        switch (definition.Machine.Type)
        {
            case MachineType.Pc:
                root.AddIf(count > XapicLimit, "cpu.count", $"must be at most {XapicLimit} on the board 'pc', and is {count}; use 'q35' for more");
                break;
            case MachineType.Microvm:
                root.AddIf(count > MicrovmLimit, "cpu.count", $"must be at most {MicrovmLimit} on the board 'microvm', and is {count}");
                break;
            case MachineType.Q35:
                root.AddIf(
                    count > XapicLimit && definition.Iommu?.ExtendedInterruptMode != true,
                    "cpu.count",
                    $"is {count}: more than {XapicLimit} need an Intel IOMMU with iommu.interruptRemapping and iommu.extendedInterruptMode");
                break;
            default:
                throw new InvalidOperationException($"The board {definition.Machine.Type} has no rules.");
        }
    }
}
