using System.Globalization;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Rendering;

/// <summary>What guests' agents tell, for people.</summary>
internal static class AgentText
{
    /// <summary>The agent itself.</summary>
    public static string Of(GuestAgentInfo info, Style style) => new Details(style)
        .Line("version", info.Version)
        .Lines("allowed", info.Commands.Where(command => command.Enabled).Select(command => command.Name).Chunk(4).Select(Join))
        .Lines("forbidden", info.Commands.Where(command => !command.Enabled).Select(command => command.Name).Chunk(4).Select(Join))
        .ToString();

    /// <summary>The operating system.</summary>
    public static string Of(GuestOs os, Style style) => new Details(style)
        .Line("system", os.PrettyName ?? os.Name)
        .Line("id", os.Id)
        .Line("version", os.Version ?? os.VersionId)
        .Line("variant", os.Variant)
        .Line("kernel", os.KernelRelease)
        .Line("build", os.KernelVersion)
        .Line("machine", os.Machine)
        .Line("host name", os.HostName)
        .Line("time zone", os.UtcOffset is { } offset ? $"{os.TimeZone} (UTC{Hours(offset)})" : os.TimeZone)
        .ToString();

    /// <summary>Network interfaces, a row an address.</summary>
    public static string Of(IReadOnlyList<GuestInterface> cards, Style style)
    {
        var table = new Table(style, "INTERFACE", "MAC", "ADDRESS");
        foreach (var card in cards)
        {
            var addresses = card.Addresses.Select(address => string.Create(CultureInfo.InvariantCulture, $"{address.Address}/{address.Prefix}"));
            foreach (var (index, address) in addresses.DefaultIfEmpty("").Index())
            {
                table.Add(index == 0 ? card.Name : "", index == 0 ? card.Mac ?? "" : "", address);
            }
        }

        return table.ToString();
    }

    /// <summary>Users.</summary>
    public static string Of(IReadOnlyList<GuestUser> users, Style style)
    {
        var table = new Table(style, "USER", "SINCE");
        foreach (var user in users)
        {
            table.Add(
                user.Domain is { } domain ? $"{domain}\\{user.Name}" : user.Name,
                user.Since.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }

    /// <summary>File systems.</summary>
    public static string Of(IReadOnlyList<GuestFileSystem> systems, Style style)
    {
        var table = new Table(style, "MOUNTED ON", "DEVICE", "TYPE", ">USED", ">SIZE");
        foreach (var system in systems)
        {
            table.Add(system.MountPoint, system.Device, system.Type, Size(system.UsedBytes), Size(system.TotalBytes));
        }

        return table.ToString();
    }

    /// <summary>What was trimmed.</summary>
    public static string Of(IReadOnlyList<GuestTrim> trimmed, Style style)
    {
        var table = new Table(style, "MOUNTED ON", ">TRIMMED", "PROBLEM");
        foreach (var one in trimmed)
        {
            table.Add(one.MountPoint, one.TrimmedBytes is { } bytes ? Sizes.Of(bytes) : "", one.Error ?? "");
        }

        return table.ToString();
    }

    /// <summary>Whether file systems are frozen, in a sentence.</summary>
    public static string Of(GuestFreeze freeze)
    {
        var until = freeze.ThawsAt is { } time
            ? $", until {time.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)} at the latest"
            : "";
        return (freeze.Frozen, freeze.FileSystems) switch
        {
            (true, { } count) => $"{FileSystems(count)} frozen{until}.",
            (true, null) => $"File systems are frozen{until}.",
            (false, 0) => "There was no file system to freeze or thaw.",
            (false, { } count) => $"{FileSystems(count)} thawed.",
            _ => "No file system is frozen.",
        };
    }

    private static string FileSystems(long count) =>
        count == 1 ? "1 file system is" : string.Create(CultureInfo.InvariantCulture, $"{count} file systems are");

    private static string Size(ulong? bytes) => bytes is { } known ? Sizes.Of((long)Math.Min(known, long.MaxValue)) : "";

    private static string Join(string[] words) => string.Join(' ', words);

    private static string Hours(int seconds) => string.Create(
        CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{Math.Abs(seconds) / 3600:00}:{Math.Abs(seconds) / 60 % 60:00}");
}
