using System.CommandLine;
using Lodge.Cli.Parsing;

namespace Lodge.Cli.App;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    /// <summary>Where the daemon listens, as a socket.</summary>
    public static Option<string> Socket { get; } =
        Global(Opt.Text("--socket", "PATH", "Unix socket of the daemon (environment: LODGE_SOCKET)."));

    /// <summary>Where the daemon listens, as an address.</summary>
    public static Option<string> Url { get; } =
        Global(Opt.Text("--url", "URI", "HTTP address of a daemon elsewhere, such as https://host:8443."));

    /// <summary>Where the daemon keeps everything.</summary>
    public static Option<string> Root { get; } =
        Global(Opt.Text("--root", "DIR", "Root folder of a daemon of your own; its socket is DIR/run/api.sock."));

    /// <summary>Whether a program reads the result.</summary>
    public static Option<bool> Json { get; } =
        Global(Opt.Flag("--json", "Print the API's JSON; errors go to stderr as problem JSON."));

    /// <summary>Whether only errors and asked-for data are wanted.</summary>
    public static Option<bool> Quiet { get; } =
        Global(Opt.Flag("--quiet", "Print only what was asked for and errors, no notices and no progress.", "-q"));

    /// <summary>Whether colours are unwanted.</summary>
    public static Option<bool> NoColor { get; } =
        Global(Opt.Flag("--no-color", "No colours (environment: NO_COLOR); there are none anyway unless on a terminal."));

    /// <summary>Whether to explain instead of doing.</summary>
    public static Option<bool> Help { get; } = Global(Opt.Flag("--help", "Explain the command.", "-h"));

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Socket, Url, Root, Json, Quiet, NoColor, Help];

    private static Option<T> Global<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }
}
