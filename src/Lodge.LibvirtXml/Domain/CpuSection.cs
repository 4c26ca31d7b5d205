using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;cpu&gt;</c>: what the guest sees of its processors.</summary>
internal static class CpuSection
{
    /// <summary>What QEMU's boards have when nothing is said; libvirt writes it down.</summary>
    private const string DefaultModel = "qemu64";

    private static readonly Words<CpuMode> s_modes = new(
        (CpuMode.Custom, "custom"), (CpuMode.HostModel, "host-model"), (CpuMode.HostPassthrough, "host-passthrough"), (CpuMode.Maximum, "maximum"));

    private static readonly Words<CpuMatch> s_matches = new((CpuMatch.Exact, "exact"), (CpuMatch.Minimum, "minimum"), (CpuMatch.Strict, "strict"));

    private static readonly Words<CpuCache> s_caches = new(
        (CpuCache.Emulate, "emulate"), (CpuCache.Passthrough, "passthrough"), (CpuCache.Disable, "disable"));

    public static CpuDefinition Read(Element root)
    {
        var counts = CpuCountSection.Read(root);
        var cpu = root.Child("cpu");
        if (cpu is null)
        {
            return counts with { Mode = CpuMode.Custom, Model = DefaultModel, AllowFallback = false };
        }

        var model = cpu.Child("model");
        var name = model?.Text is { Length: > 0 } text ? text : null;
        var mode = cpu.Word("mode", s_modes) ?? CpuMode.Custom;
        var unsaid = mode == CpuMode.Custom && name is null;
        cpu.Accept("check", "none", "partial", "full");
        var features = CpuFeatures.Read(cpu);
        return counts with
        {
            Mode = mode,
            Model = unsaid ? DefaultModel : name,
            AllowFallback = unsaid ? false : Fallback(model, name, mode),
            Match = cpu.Word("match", s_matches) is { } match && match != CpuMatch.Exact ? match : null,
            Vendor = model?.Attr("vendor_id"),
            Features = features.Count == 0 ? null : features,
            Topology = cpu.Child("topology") is { } topology ? Topology(topology) : null,
            Cache = cpu.Child("cache") is { } cache ? Cache(cache) : null,
            PhysicalAddressBits = cpu.Child("maxphysaddr") is { } bits ? AddressBits(bits) : null,
            Migratable = Migratable(cpu, mode),
        };
    }

    public static void Write(XmlOut output, WriteContext context)
    {
        var cpu = context.Vm.Cpu;
        var (mode, model) = Effective(cpu, context.Accel);
        using var element = output.Element("cpu");
        output.Attr("mode", s_modes.Of(mode))
            .Attr("match", mode == CpuMode.Custom ? s_matches.Of(cpu.Match ?? CpuMatch.Exact) : null)
            .Attr("check", mode is CpuMode.Custom or CpuMode.HostModel && model != DefaultModel ? "partial" : "none")
            .OnOff("migratable", mode is CpuMode.HostPassthrough or CpuMode.Maximum ? cpu.Migratable ?? true : null);
        WriteModel(output, cpu, mode, model);
        if (cpu.Topology is { } topology)
        {
            using var place = output.Element("topology");
            output.Attr("sockets", topology.Sockets).Attr("dies", topology.Dies).Attr("cores", topology.Cores).Attr("threads", topology.Threads);
        }

        if (cpu.Cache is { } cache)
        {
            using var place = output.Element("cache");
            output.Attr("level", cache == CpuCache.Emulate ? 3 : null).Attr("mode", s_caches.Of(cache));
        }

        if (cpu.PhysicalAddressBits is { } bits)
        {
            using var place = output.Element("maxphysaddr");
            output.Attr("mode", bits == 0 ? "passthrough" : "emulate").Attr("bits", bits == 0 ? null : bits);
        }

        CpuFeatures.Write(output, cpu.Features.OrEmpty());
        NumaSection.WriteCells(output, context.Vm.Numa);
    }

    // Without a word it is all that the accelerator can do.
    private static (CpuMode Mode, string? Model) Effective(CpuDefinition cpu, Accelerator accel) => (cpu.Mode, cpu.Model) switch
    {
        (CpuMode.HostPassthrough or CpuMode.Maximum, _) => (cpu.Mode!.Value, null),
        (null or CpuMode.Custom, "host") => (CpuMode.HostPassthrough, null),
        (null or CpuMode.Custom, "max") => (CpuMode.Maximum, null),
        (null, null) => (accel == Accelerator.Kvm ? CpuMode.HostPassthrough : CpuMode.Maximum, null),
        _ => (cpu.Mode ?? CpuMode.Custom, cpu.Model),
    };

    private static void WriteModel(XmlOut output, CpuDefinition cpu, CpuMode mode, string? model)
    {
        if (model is null && (cpu.Vendor is null || mode is not CpuMode.HostModel) && cpu.AllowFallback is null)
        {
            return;
        }

        if (mode is CpuMode.Custom or CpuMode.HostModel)
        {
            using var element = output.Element("model");
            output.Attr("fallback", cpu.AllowFallback == false ? "forbid" : "allow").Attr("vendor_id", cpu.Vendor);
            if (model is not null)
            {
                output.Text(model);
            }
        }
    }

    // libvirt writes it for the maximum too, where it changes nothing as long as it is on.
    private static bool? Migratable(Element cpu, CpuMode mode) => (mode, cpu.OnOff("migratable")) switch
    {
        (CpuMode.HostPassthrough, var said) => said ?? true,
        (_, null) or (CpuMode.Maximum, true) => null,
        (CpuMode.Maximum, false) => throw cpu.Unsupported("'off' for the attribute 'migratable' of the mode 'maximum'"),
        _ => throw cpu.Invalid("the attribute 'migratable' is for the modes 'host-passthrough' and 'maximum' only"),
    };

    // The host's model falls back by its nature.
    private static bool? Fallback(Element? model, string? name, CpuMode mode) => model?.Attr("fallback") switch
    {
        null => name is null || mode != CpuMode.Custom ? null : true,
        "allow" => mode == CpuMode.Custom ? true : null,
        "forbid" => false,
        var other => throw model.Invalid($"'{other}' for the attribute 'fallback' of <model>; it is 'allow' or 'forbid'"),
    };

    private static CpuTopology Topology(Element topology) => new(
        topology.NeedInt("sockets"), topology.Int("dies") ?? 1, topology.NeedInt("cores"), topology.NeedInt("threads"));

    private static CpuCache Cache(Element cache)
    {
        var mode = cache.Word("mode", s_caches) ?? throw cache.Invalid("missing attribute 'mode' of <cache>");
        if (mode == CpuCache.Emulate)
        {
            cache.Accept("level", "3");
        }

        return mode;
    }

    private static int AddressBits(Element bits) => bits.Need("mode") switch
    {
        "passthrough" => 0,
        "emulate" => bits.NeedInt("bits"),
        var other => throw bits.Invalid($"'{other}' for the attribute 'mode' of <maxphysaddr>"),
    };
}
