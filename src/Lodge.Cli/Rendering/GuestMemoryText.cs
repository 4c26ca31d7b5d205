using System.Globalization;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Rendering;

/// <summary>The text of <c>lodge info --memory</c>.</summary>
internal static class GuestMemoryText
{
    /// <summary>What a guest says of its memory.</summary>
    public static string Render(GuestMemory memory, DateTimeOffset now, Style style) => new Details(style)
        .Line("present", Size(memory.Present))
        .Line("told", memory.UpdatedAt is { } time ? Ages.Since(time, now) : "not yet; the guest's virtio-balloon driver tells every few seconds")
        .Line("total", Size(memory.Total))
        .Line("free", Size(memory.Free))
        .Line("available", Size(memory.Available))
        .Line("disk caches", Size(memory.DiskCaches))
        .Line("swapped in", Size(memory.SwappedIn))
        .Line("swapped out", Size(memory.SwappedOut))
        .Line("page faults", memory is { MajorFaults: { } major, MinorFaults: { } minor }
            ? string.Create(CultureInfo.InvariantCulture, $"{major} major, {minor} minor")
            : null)
        .ToString();

    private static string? Size(long? bytes) => bytes is { } known ? Sizes.Of(known) : null;
}
