namespace Lodge.Cli.Launching;

/// <summary>Makes up names that people can remember and type.</summary>
internal static class FriendlyName
{
    private static readonly string[] Qualities =
    [
        "amber", "bold", "brisk", "calm", "clever", "cosy", "eager", "early", "fair", "gentle", "golden", "happy",
        "jolly", "keen", "kind", "lively", "lucky", "mellow", "merry", "neat", "noble", "quick", "quiet", "sunny",
        "swift", "tidy", "warm", "wise",
    ];

    private static readonly string[] Dwellers =
    [
        "badger", "beaver", "bison", "crane", "deer", "dormouse", "ermine", "falcon", "finch", "fox", "grouse", "hare",
        "heron", "ibex", "jay", "lynx", "marmot", "marten", "moose", "otter", "owl", "pika", "raven", "robin",
        "squirrel", "stoat", "vole", "wren",
    ];

    /// <summary>A name that is not in use.</summary>
    /// <param name="taken">Names in use.</param>
    /// <param name="random">Where chance comes from.</param>
    public static string Make(IReadOnlySet<string> taken, Random random)
    {
        for (var attempt = 0; ; attempt++)
        {
            var name = $"{Pick(Qualities, random)}-{Pick(Dwellers, random)}";
            name = attempt < 20 ? name : $"{name}-{random.Next(2, 10_000)}";
            if (!taken.Contains(name))
            {
                return name;
            }
        }
    }

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}
