using System.CommandLine;

namespace Lodge.Cli.Work;

/// <summary>The argument of commands that are for one VM.</summary>
internal static class VmArgument
{
    /// <summary>Exactly one VM.</summary>
    public static Argument<string> One() => new("NAME") { Description = "Name or id of the VM.", Arity = ArgumentArity.ExactlyOne };
}
