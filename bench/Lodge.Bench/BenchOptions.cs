namespace Lodge.Bench;

/// <summary>What the caller wants.</summary>
internal sealed record BenchOptions
{
    public const string Usage =
        """
        Usage: bench/run.sh [--quick] [--only PART]... [--libvirt] [--json FILE] [--markdown]

          --quick        few runs, and 10 VMs instead of 100: to see that it works
          --only PART    start, cards, definitions, reattach, storage, snapshots or libvirt; may be
                         repeated
          --libvirt      also measure libvirtd beside Lodge; bench/run.sh installs it where it is missing
          --json FILE    where the figures go, instead of artifacts/bench/bench.json
          --markdown     renew the table in docs/reference/performance.md

        Measures Lodge's programs in artifacts/bin, or in the folder that LODGE_BIN names.
        """;

    private static readonly string[] Parts = ["start", "cards", "definitions", "reattach", "storage", "snapshots", "libvirt"];

    public bool Quick { get; init; }

    public bool Libvirt { get; init; }

    public bool Markdown { get; init; }

    public required string JsonPath { get; init; }

    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It says something unknown.</exception>
    public static BenchOptions Read(IReadOnlyList<string> arguments, string defaultJson)
    {
        var options = new BenchOptions { JsonPath = defaultJson };
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true },
                "--libvirt" => options with { Libvirt = true },
                "--markdown" => options with { Markdown = true },
                "--json" when i + 1 < arguments.Count => options with { JsonPath = arguments[++i] },
                "--only" when i + 1 < arguments.Count && Parts.Contains(arguments[i + 1]) =>
                    options with { Only = [.. options.Only, arguments[++i]] },
                var unknown => throw new ArgumentException($"'{unknown}' is unknown or lacks a value.\n{Usage}"),
            };
        }

        return options;
    }

    /// <summary>Whether a part of the bench is to run.</summary>
    public bool Wants(string part) =>
        (Only.Count == 0 || Only.Contains(part)) && (part != "libvirt" || Libvirt || Only.Contains(part));

    /// <summary>How often to measure something, by how long it takes.</summary>
    public int Runs(int full, int quick) => Quick ? quick : full;
}
