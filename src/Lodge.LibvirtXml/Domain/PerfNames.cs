using System.Text.Json;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary>libvirt's names of performance events (virPerfEvent), in its order.</summary>
public static class PerfNames
{
    /// <summary>Why the events of <see cref="Gone"/> cannot be had, to stand behind their name.</summary>
    public const string WhyGone = "which kernels do not count since 4.14";

    /// <summary>Cache occupancy and memory bandwidth, which went from the kernel to resctrl.</summary>
    public static IReadOnlyList<string> Gone { get; } = ["cmt", "mbmt", "mbml"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Gone, .. Enum.GetValues<PerfEvent>().Select(Of)];

    /// <summary>The name of an event.</summary>
    public static string Of(PerfEvent known) => JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString());

    /// <summary>Whether a name is that of an event that can be counted.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The event.</param>
    public static bool IsKnown(string name, out PerfEvent known)
    {
        var place = Enum.GetValues<PerfEvent>().Select(Of).ToList().IndexOf(name);
        known = (PerfEvent)Math.Max(0, place);
        return place >= 0;
    }
}
