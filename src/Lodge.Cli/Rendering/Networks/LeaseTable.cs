using System.Globalization;
using Lodge.Model.Networks;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>The table of <c>lodge network leases</c>.</summary>
internal static class LeaseTable
{
    /// <summary>One row a lease.</summary>
    public static string Render(IReadOnlyList<DhcpLease> leases, IReadOnlyList<NicPlug> plugs, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "ADDRESS", "MAC", "NAME", "VM", ">FOR");
        foreach (var lease in leases)
        {
            var plug = plugs.FirstOrDefault(plug => string.Equals(plug.Mac, lease.Mac, StringComparison.OrdinalIgnoreCase));
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{lease.Address}/{lease.Prefix}"),
                lease.Mac,
                Printable.Text(lease.Name ?? "–"),
                plug is null ? "–" : $"{plug.VmName} {plug.Alias}",
                lease.Expires is { } end ? Ages.Length(end > now ? end - now : TimeSpan.Zero) : "ever");
        }

        return table.ToString();
    }
}
