using Lodge.Engine.Ports;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Model.Primitives;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>Sets of processors as clients write them: a bit for each, lowest first, eight in a byte.</summary>
/// <param name="host">The host.</param>
internal sealed class CpuMaps(IHostInfo host)
{
    // A map of the wire has 2048 bytes, an answer 8 MiB.
    private const int LongestMap = 2048;
    private const int LongestAnswer = 8 << 20;

    /// <summary>Bytes of a map of all processors of the host.</summary>
    public int Length => (All.Numbers[^1] / 8) + 1;

    private CpuSet All => host.Read() is var report && report.Topology is { Cpus.Count: > 0 } topology
        ? topology.Online : CpuSet.Of(Enumerable.Range(0, report.CpuCount));

    /// <summary>Reads a map.</summary>
    /// <exception cref="Errors.LibvirtException">It is empty.</exception>
    public static string Read(byte[] map)
    {
        var numbers = Enumerable.Range(0, Math.Min(map.Length * 8, CpuSet.Largest + 1)).Where(cpu => (map[cpu / 8] & (1 << (cpu % 8))) != 0);
        var set = CpuSet.Of(numbers);
        return set.Count > 0 ? set.ToString() : throw DomainEditor.Wrong("Empty cpu list for pinning");
    }

    /// <summary>Writes a map; no set means all processors of the host.</summary>
    /// <param name="set">The set; null for all.</param>
    /// <param name="length">Bytes of the map; what lies beyond is left out.</param>
    public byte[] Write(string? set, int length)
    {
        var map = new byte[length];
        foreach (var cpu in (CpuSet.TryParse(set, out var known) ? known : All).Numbers)
        {
            if (cpu / 8 < length)
            {
                map[cpu / 8] |= (byte)(1 << (cpu % 8));
            }
        }

        return map;
    }

    /// <summary>Refuses an answer that nobody could send.</summary>
    public static void Check(int maps, int length)
    {
        if (maps < 0 || length is < 0 or > LongestMap || (long)maps * length > LongestAnswer)
        {
            throw DomainEditor.Wrong($"{maps} maps of {length} bytes are more than a call can answer");
        }
    }
}
