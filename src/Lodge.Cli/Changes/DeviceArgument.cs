using System.CommandLine;

namespace Lodge.Cli.Changes;

/// <summary>The argument of commands that are for one device.</summary>
internal static class DeviceArgument
{
    /// <summary>Exactly one device.</summary>
    public static Argument<string> One(string description) => new("DEVICE") { Description = description, Arity = ArgumentArity.ExactlyOne };
}
