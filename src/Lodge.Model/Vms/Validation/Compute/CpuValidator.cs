using Lodge.Model.Vms.Compute;

namespace Lodge.Model.Vms.Validation.Compute;

/// <summary>What processors are: how many, arranged how, of which model, with which features.</summary>
internal static class CpuValidator
{
    private const int CpuLimit = 4096;
    private const int VendorLength = 12;

    public static void Check(VmDefinition definition, Place root)
    {
        var (cpu, place) = (definition.Cpu, root.In("cpu"));
        place.Range("count", cpu.Count, 1, CpuLimit);
        CheckTopology(cpu, place);
        CheckModel(definition, place);
        CheckFeatures(cpu, place);
        place.AddIf(
            cpu.Vendor is { } vendor && (vendor.Length != VendorLength || !vendor.All(char.IsAsciiLetterOrDigit)),
            "vendor",
            $"must be {VendorLength} letters such as 'AuthenticAMD', and is '{cpu.Vendor}'");
        place.AddIf(
            cpu.PhysicalAddressBits is { } bits and not 0 and (< 32 or > 64),
            "physicalAddressBits",
            $"must be 32 to 64, or 0 for the host's, and is {cpu.PhysicalAddressBits}");
    }

    private static void CheckTopology(CpuDefinition cpu, Place root)
    {
        if (cpu.Topology is not { } topology)
        {
            return;
        }

        var place = root.In("topology");
        place.Range("sockets", topology.Sockets, 1, CpuLimit);
        place.Range("dies", topology.Dies, 1, CpuLimit);
        place.Range("cores", topology.Cores, 1, CpuLimit);
        place.Range("threads", topology.Threads, 1, CpuLimit);
        var product = (decimal)topology.Sockets * topology.Dies * topology.Cores * topology.Threads;
        place.AddIf(
            product != cpu.Count,
            "",
            $"makes {topology.Sockets} × {topology.Dies} × {topology.Cores} × {topology.Threads} = {product} processors, and cpu.count is {cpu.Count}");
    }

    private static void CheckModel(VmDefinition definition, Place place)
    {
        var cpu = definition.Cpu;
        place.AddIf(cpu.Model is { } model && !Texts.IsWord(model), "model", $"must be the name of a QEMU CPU model, and is '{cpu.Model}'");
        place.AddIf(cpu is { Mode: CpuMode.Custom, Model: null }, "model", "is missing: the mode 'custom' needs it");
        place.AddIf(cpu is { Mode: CpuMode.HostPassthrough, Model: not (null or "host") }, "model", "must be absent with the mode 'host-passthrough'");
        place.AddIf(cpu is { Mode: CpuMode.Maximum, Model: not (null or "max") }, "model", "must be absent with the mode 'maximum'");

        var host = cpu.Mode == CpuMode.HostPassthrough || cpu is { Mode: null, Model: "host" };
        place.AddIf(host && definition.Accel == Accelerator.Tcg, cpu.Mode is null ? "model" : "mode", "shows the host's processor, which needs KVM, and accel is 'tcg'");

        var custom = cpu.Mode == CpuMode.Custom || cpu is { Mode: null, Model: not (null or "host" or "max") };
        place.Only(custom, "the mode 'custom'", ("allowFallback", cpu.AllowFallback), ("match", cpu.Match));
        var passes = host || cpu is { Mode: null, Model: null };
        place.Only(passes, "the mode 'host-passthrough'", ("migratable", cpu.Migratable));
        place.AddIf(
            cpu.Cache == CpuCache.Passthrough && !passes && cpu.Mode != CpuMode.Maximum,
            "cache",
            "must not be 'passthrough': only the modes 'host-passthrough' and 'maximum' can show the host's caches");
    }

    private static void CheckFeatures(CpuDefinition cpu, Place root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, feature) in root.Each("features", cpu.Features))
        {
            place.AddIf(!Texts.IsWord(feature.Name), "name", $"must be a feature as QEMU names it, such as 'avx2', and is '{feature.Name}'");
            place.AddIf(!names.Add(feature.Name), "name", $"is '{feature.Name}', as another feature's is already");
        }
    }
}
