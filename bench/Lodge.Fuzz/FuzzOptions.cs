using System.Globalization;

namespace Lodge.Fuzz;

/// <summary>What a run is asked to do.</summary>
/// <param name="Target">What gets the inputs.</param>
/// <param name="Count">How many inputs.</param>
/// <param name="Seed">The same seed makes the same inputs.</param>
internal sealed record FuzzOptions(string Target, long Count, int Seed)
{
    public const string Usage = """
        usage: Lodge.Fuzz TARGET [--count N] [--seed N]
          wire   messages of the libvirt protocol: decode, write again, decode again
        """;

    /// <exception cref="ArgumentException">The arguments make no sense.</exception>
    public static FuzzOptions Read(string[] args)
    {
        var options = args is [var target, ..] ? new FuzzOptions(target, 1_000_000, 1) : throw new ArgumentException(Usage);
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--count" => options with { Count = long.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                _ => throw new ArgumentException(Usage),
            };
        }

        return options;
    }
}
