using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Cli.Rendering;

/// <summary>The text of <c>lodge host</c>.</summary>
internal static class HostDetails
{
    private const int LineWidth = 90;

    /// <summary>What the host is and can do.</summary>
    public static string Render(HostReport host, Style style)
    {
        var details = new Details(style);
        details
            .Headline(host.HostName)
            .Line("kernel", host.Kernel)
            .Line("cpu", string.Create(CultureInfo.InvariantCulture, $"{host.CpuCount} × {host.CpuModel}"))
            .Lines("topology", TopologyLines.Of(host.Topology))
            .Line("memory", $"{Sizes.Of(host.MemoryBytes)}, {Sizes.Of(host.MemoryAvailableBytes)} available")
            .Line("daemon", host.Privileged ? "privileged" : "unprivileged: VMs run as the daemon's own user")
            .Line("root", host.Root);
        AddKvm(details, host.Kvm, style);
        AddQemu(details, host, style);
        details.Lines("protection", SecurityLines.Of(host.Security));
        return details.ToString();
    }

    private static void AddKvm(Details details, KvmReport kvm, Style style)
    {
        details
            .Line("kvm", Verdict(kvm), kvm.Usable ? style.Green : style.Yellow)
            .Lines("", kvm.Reasons)
            .Line("", kvm.Remedy is { } remedy ? $"→ {remedy}" : null);
        details.Lines("", Wrap(Facts(kvm)));
    }

    private static IEnumerable<string> Facts(KvmReport kvm)
    {
        if (kvm.ApiVersion is { } version)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"API {version}");
        }

        foreach (var extension in kvm.Extensions.Where(extension => extension.Value > 0))
        {
            yield return extension.Value == 1 ? extension.Name : string.Create(CultureInfo.InvariantCulture, $"{extension.Name}={extension.Value}");
        }

        if (kvm.Extensions.Where(extension => extension.Value == 0).Select(extension => extension.Name).ToArray() is { Length: > 0 } missing)
        {
            yield return $"missing: {string.Join(' ', missing)}";
        }
    }

    private static IEnumerable<string> Wrap(IEnumerable<string> words)
    {
        var line = "";
        foreach (var word in words)
        {
            if (line.Length + word.Length > LineWidth)
            {
                yield return $"{line},";
                line = "";
            }

            line = line.Length == 0 ? word : $"{line}, {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private static string Verdict(KvmReport kvm)
    {
        var speed = kvm.InstructionsPerSecond is { } measured
            ? string.Create(CultureInfo.InvariantCulture, $", {measured / 1e6:#,0.0} million guest instructions a second")
            : "";
        return (kvm.Usable, kvm.DevicePresent) switch
        {
            (true, _) => $"usable{speed}",
            (false, true) => $"not usable, TCG is used instead{speed}",
            (false, false) => "no /dev/kvm, TCG is used instead",
        };
    }

    private static IEnumerable<string> Firmware(QemuFacts qemu) => qemu.Firmware.Count == 0
        ? ["no UEFI firmware found"]
        : qemu.Firmware.Where(firmware => firmware.Interfaces.Contains("uefi")).Select(firmware =>
            firmware.Features.Contains("enrolled-keys") ? $"{firmware.Code}, secure boot with enrolled keys"
            : firmware.Features.Contains("secure-boot") ? $"{firmware.Code}, secure boot"
            : firmware.Code);

    private static void AddQemu(Details details, HostReport host, Style style)
    {
        if (host.Qemu is not { } qemu)
        {
            details.Line("qemu", host.QemuProblem ?? "still being looked at", style.Yellow);
            return;
        }

        var package = qemu.Package.Length > 0 ? $" ({qemu.Package})" : "";
        details
            .Line("qemu", $"{qemu.Version}{package}, {qemu.Binary}")
            .Line("machines", string.Join(", ", qemu.Machines.Where(machine => machine.Alias is not null).Select(machine => $"{machine.Alias} = {machine.Name}")))
            .Lines("uefi", Firmware(qemu));
    }
}
