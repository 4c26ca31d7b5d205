using System.CommandLine;
using Lodge.Cli.App;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image</c></summary>
internal static class ImageCommand
{
    /// <summary>The command.</summary>
    public static Verb Create() => new("image", "Pull, build, import and look at images that VMs are launched from.")
    {
        ImageListCommand.Create(),
        ImageInfoCommand.Create(),
        ImagePullCommand.Create(),
        ImageBuildCommand.Create(),
        ImageImportCommand.Create(),
        ImageDeleteCommand.Create(),
    };

    /// <summary>The name of an image that is there.</summary>
    public static Argument<string> Name() => new("IMAGE") { Description = "An image, see 'lodge image list'.", Arity = ArgumentArity.ExactlyOne };
}
