using System.CommandLine;

namespace Lodge.Cli.Networks;

/// <summary>Arguments that name what networks are made of.</summary>
internal static class NetworkArgument
{
    /// <summary>Exactly one network.</summary>
    public static Argument<string> One() => new("NETWORK") { Description = "Name or id of the network.", Arity = ArgumentArity.ExactlyOne };

    /// <summary>Exactly one security group.</summary>
    public static Argument<string> Group() => new("GROUP") { Description = "Name or id of the security group.", Arity = ArgumentArity.ExactlyOne };

    /// <summary>Exactly one text.</summary>
    public static Argument<string> Text(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.ExactlyOne };
}
