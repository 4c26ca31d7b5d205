using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// What Lodge's definition says and libvirt's vocabulary cannot: one element of Lodge's own namespace in
/// <c>&lt;metadata&gt;</c>, written only when there is something to say. So a definition survives being edited as XML.
/// </summary>
internal sealed record LodgeExtras
{
    public const string Namespace = "urn:lodge:vm:1";

    private static readonly Words<TuningProfile> s_profiles = new(
        (TuningProfile.General, "general"), (TuningProfile.Latency, "latency"), (TuningProfile.Throughput, "throughput"),
        (TuningProfile.Density, "density"));

    private static readonly Words<GraphicsType> s_displays = new(
        (GraphicsType.Vnc, "vnc"), (GraphicsType.Spice, "spice"), (GraphicsType.Dbus, "dbus"));

    /// <summary>What the XML named where the definition leaves the accelerator open.</summary>
    public Accelerator? OpenAccelerator { get; init; }

    public TuningProfile? Profile { get; init; }

    public IrqChip? IrqChip { get; init; }

    public bool? AsyncPageFault { get; init; }

    /// <summary>Features that are switched off, where leaving them out of the XML means nothing.</summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    /// <summary>Kinds of displays and whether they are encrypted.</summary>
    public IReadOnlyDictionary<GraphicsType, bool> Tls { get; init; } = new Dictionary<GraphicsType, bool>();

    /// <summary>Places of ports that are real pseudo terminals, such as <c>serials[0]</c>.</summary>
    public IReadOnlySet<string> Terminals { get; init; } = new HashSet<string>();

    /// <summary>What cards have of their own.</summary>
    public IReadOnlyList<NicExtras> Nics { get; init; } = [];

    public static bool IsOwn(Element element) => element is { Namespace: Namespace, Name: "vm" };

    public static LodgeExtras Read(Element root)
    {
        if (root.Child("metadata")?.Elements.FirstOrDefault(IsOwn) is not { } own)
        {
            return new LodgeExtras();
        }

        return new LodgeExtras
        {
            OpenAccelerator = own.Word("accelerator-open-as", AcceleratorSection.Types),
            Profile = own.Word("profile", s_profiles),
            IrqChip = own.Attr("irqchip") == "qemu" ? Model.Vms.Platform.IrqChip.Qemu : null,
            AsyncPageFault = own.OnOff("async-page-fault"),
            Off = Parts(own, "off").ToHashSet(),
            Tls = Parts(own, "tls").Select(part => part.Split('=')).DistinctBy(pair => pair[0])
                .ToDictionary(pair => s_displays.Read(pair[0], own, "'tls'"), pair => pair[^1] == "on"),
            Terminals = Parts(own, "terminals").ToHashSet(),
            Nics = NicExtras.Read(own),
        };
    }

    /// <summary>The accelerator that the XML means; open stays open while nobody changed what it came to.</summary>
    public Accelerator Accel(Accelerator named) => OpenAccelerator == named ? Accelerator.Auto : named;

    public static void Write(XmlOut output, WriteContext context)
    {
        var (vm, kvm) = (context.Vm, context.Vm.Features?.Kvm);
        var tls = vm.Graphics.Where(display => display.Tls is not null)
            .Select(display => $"{s_displays.Of(display.Type)}={(display.Tls == true ? "on" : "off")}").ToList();
        var terminals = TerminalsOf("serials", vm.Serials).Concat(TerminalsOf("parallels", vm.Parallels))
            .Concat(TerminalsOf("consoles", vm.Consoles)).ToList();
        var off = FeaturesSection.Off(vm.Features);
        var open = vm.Accel == Accelerator.Auto;
        var nics = NicExtras.Of(vm);
        if (!open && vm.Tuning?.Profile is null && vm.Features?.IrqChip != Model.Vms.Platform.IrqChip.Qemu
            && kvm?.PvAsyncPageFault is null && off.Count == 0 && tls.Count == 0 && terminals.Count == 0 && nics.Count == 0)
        {
            return;
        }

        using var own = output.Element("lodge:vm");
        output.Attr("xmlns:lodge", Namespace)
            .Attr("accelerator-open-as", open ? AcceleratorSection.Types.Of(context.Accel) : null)
            .Attr("profile", s_profiles.Of(vm.Tuning?.Profile))
            .Attr("irqchip", vm.Features?.IrqChip == Model.Vms.Platform.IrqChip.Qemu ? "qemu" : null)
            .OnOff("async-page-fault", kvm?.PvAsyncPageFault)
            .Attr("off", off.Count == 0 ? null : string.Join(' ', off))
            .Attr("tls", tls.Count == 0 ? null : string.Join(' ', tls))
            .Attr("terminals", terminals.Count == 0 ? null : string.Join(' ', terminals));
        foreach (var nic in nics)
        {
            nic.Write(output);
        }
    }

    private static IEnumerable<string> TerminalsOf(string list, IReadOnlyList<CharacterDevice>? devices) =>
        devices.OrEmpty().Select((device, index) => (device, index))
            .Where(item => item.device.Backend is PtyBackend).Select(item => $"{list}[{item.index}]");

    private static string[] Parts(Element own, string name) =>
        own.Attr(name)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
