using System.Globalization;

namespace Lodge.Bench.Lab;

/// <summary>Memory of a process in MB (10^6 bytes), as the kernel counts it.</summary>
/// <param name="Resident">VmRSS: everything mapped and present, also what it shares with others.</param>
/// <param name="Proportional">Pss: what is shared is divided by the number of those who share it.</param>
internal sealed record ProcessMemory(double Resident, double Proportional)
{
    private const double BytesPerKiB = 1024;
    private const double BytesPerMB = 1_000_000;

    public static ProcessMemory Of(int pid) => new(
        Field($"/proc/{pid}/status", "VmRSS:"),
        Field($"/proc/{pid}/smaps_rollup", "Pss:"));

    private static double Field(string file, string name)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BytesPerKiB / BytesPerMB;
    }
}
