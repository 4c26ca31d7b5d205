using System.Globalization;

namespace Lodge.Fuzz;

/// <summary>What a run is asked to do.</summary>
/// <param name="Target">What gets the inputs.</param>
/// <param name="Count">How many inputs.</param>
/// <param name="Seed">The same seed makes the same inputs.</param>
/// <param name="IsGuided">Whether inputs are made of those that took new branches.</param>
internal sealed record FuzzOptions(string Target, long Count, int Seed, bool IsGuided)
{
    public const string Usage = """
        usage: Lodge.Fuzz TARGET [--count N] [--seed N] [--guided]
          wire       messages of the libvirt protocol: decode, write again, decode again
          xml        libvirt's XML of domains, devices, processors and snapshots: read, write again, read again
          --guided   change further what took branches of the code that nothing took before; slower
        """;

    /// <exception cref="ArgumentException">The arguments make no sense.</exception>
    public static FuzzOptions Read(string[] args)
    {
        var options = args is [var target, ..] ? new FuzzOptions(target, 1_000_000, 1, false) : throw new ArgumentException(Usage);
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--guided" => options with { IsGuided = true },
                "--count" when i + 1 < args.Length => options with { Count = long.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--seed" when i + 1 < args.Length => options with { Seed = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                _ => throw new ArgumentException(Usage),
            };
        }

        return options;
    }
}
