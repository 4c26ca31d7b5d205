using System.Collections.Concurrent;
using System.Globalization;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>Names of makers and products of PCI devices, from the list that pciutils maintain. What was found once is remembered.</summary>
/// <param name="path">The list; names are unknown where it is not installed.</param>
internal sealed class PciNames(string path = "/usr/share/misc/pci.ids")
{
    private readonly ConcurrentDictionary<(int Vendor, int Product), (string? Vendor, string? Product)> _found = new();

    /// <summary>The names of a maker and one of its products.</summary>
    public (string? Vendor, string? Product) Find(int vendor, int product) => _found.GetOrAdd((vendor, product), Search);

    // A line of a maker begins with its number; lines of its products follow, behind one tab.
    private (string? Vendor, string? Product) Search((int Vendor, int Product) wanted)
    {
        string? vendor = null;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (vendor is null)
            {
                vendor = After(line, wanted.Vendor, "");
            }
            else if (After(line, wanted.Product, "\t") is { } product)
            {
                return (vendor, product);
            }
            else if (line.Length > 0 && line[0] is not ('\t' or '#'))
            {
                break;
            }
        }

        return (vendor, null);
    }

    private static string? After(string line, int number, string indent)
    {
        var start = indent + number.ToString("x4", CultureInfo.InvariantCulture);
        return line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..].Trim() : null;
    }
}
