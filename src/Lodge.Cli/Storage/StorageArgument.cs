using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;

namespace Lodge.Cli.Storage;

/// <summary>Arguments that name pools and volumes.</summary>
internal static class StorageArgument
{
    /// <summary>The pool that is meant where none is named; every host has it.</summary>
    public const string UsualPool = "default";

    /// <summary>Exactly one pool.</summary>
    public static Argument<string> Pool() => new("POOL") { Description = "Name or id of the storage pool.", Arity = ArgumentArity.ExactlyOne };

    /// <summary>Exactly one volume.</summary>
    public static Argument<string> Volume(string name = "VOLUME", string description = "The volume: POOL/NAME, or NAME in the pool 'default'.") =>
        new(name) { Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>The secret that an option names.</summary>
    /// <exception cref="LodgeException">It is no id.</exception>
    public static Guid SecretOf(string option, string text) => Guid.TryParse(text, out var id)
        ? id
        : throw new LodgeException(ErrorCode.InvalidArgument, $"{option} must be the id of a secret, not '{text}'.", "'virsh secret-list' shows them.");

    /// <summary>The size that an argument means.</summary>
    /// <exception cref="LodgeException">It is none.</exception>
    public static ByteSize SizeOf(string text) => ByteSize.TryParse(text, out var size)
        ? size
        : throw new LodgeException(ErrorCode.InvalidArgument, $"SIZE must be a size such as 512M or 20G, not '{text}'.");

    /// <summary>The pool and the name that an argument means.</summary>
    public static (string Pool, string Name) VolumeOf(Invocation cli, Argument<string> argument) => VolumeOf(cli.Get(argument)!);

    /// <summary>The pool and the name that a text means.</summary>
    /// <exception cref="LodgeException">It is no name of a volume.</exception>
    public static (string Pool, string Name) VolumeOf(string text)
    {
        // Neither kind of name can have a slash.
        return text.Split('/') switch
        {
            [{ Length: > 0 } name] => (UsualPool, name),
            [{ Length: > 0 } pool, { Length: > 0 } name] => (pool, name),
            _ => throw new LodgeException(
                ErrorCode.InvalidArgument, $"'{text}' is no volume.", "Write POOL/NAME, or NAME alone for one in the pool 'default'; 'lodge volume list' shows them."),
        };
    }
}
