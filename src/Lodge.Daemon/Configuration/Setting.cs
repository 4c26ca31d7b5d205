namespace Lodge.Daemon.Configuration;

/// <summary>One key of the configuration: in the file as it is, as <c>--key</c> on the command line, as <c>LODGE_KEY</c> in the environment.</summary>
/// <param name="Key">Name in kebab-case.</param>
/// <param name="Default">What holds when nobody says otherwise, in words.</param>
/// <param name="Help">What it does, with unit and range.</param>
/// <param name="Apply">Reads the text into the options; throws <see cref="FormatException"/> with what is expected.</param>
internal sealed record Setting(string Key, string Default, string Help, Func<DaemonOptions, string, DaemonOptions> Apply)
{
    /// <summary>Name of its environment variable.</summary>
    public string Variable => "LODGE_" + Key.Replace('-', '_').ToUpperInvariant();
}
