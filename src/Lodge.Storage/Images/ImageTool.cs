using Lodge.Model.Errors;

namespace Lodge.Storage.Images;

/// <summary>A program of the host that images are worked on with.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Package">The Debian package that brings it.</param>
internal sealed record ImageTool(string Program, string Package)
{
    /// <summary>QEMU's tool for images.</summary>
    public static ImageTool QemuImg { get; } = new("qemu-img", "qemu-utils");

    /// <summary>Unpacks what is packed with xz.</summary>
    public static ImageTool Xz { get; } = new("xz", "xz-utils");

    /// <summary>Makes ISO 9660 file systems.</summary>
    public static ImageTool GenIsoImage { get; } = new("genisoimage", "genisoimage");

    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <exception cref="LodgeException">It is not installed.</exception>
    public async Task<HostCommandResult> RunAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await HostCommand.RunAsync(Program, arguments, folder, cancellationToken);
        }
        catch (ImageBuildException missing) when (missing.Fault == ImageBuildFault.ToolMissing)
        {
            throw Missing(missing);
        }
    }

    /// <summary>Runs it and hands what it prints to a reader as it comes.</summary>
    /// <exception cref="LodgeException">It is not installed.</exception>
    public async Task<(int ExitCode, string Errors)> RunAsync(
        IEnumerable<string> arguments, string folder, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        try
        {
            return await HostCommand.RunAsync(Program, arguments, folder, readOutput, cancellationToken);
        }
        catch (ImageBuildException missing) when (missing.Fault == ImageBuildFault.ToolMissing)
        {
            throw Missing(missing);
        }
    }

    /// <summary>Runs it, and demands that it succeeds.</summary>
    /// <param name="purpose">What it does, for the error: <c>convert the image</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LodgeException">It is not installed, or failed.</exception>
    public async Task<string> DemandAsync(string purpose, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, folder, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw Failed(purpose, result.Errors);
    }

    /// <summary>The error of a run that failed.</summary>
    public LodgeException Failed(string purpose, string errors) =>
        new(ErrorCode.StorageFailed, $"{Program} could not {purpose}: {LastLine(errors)}");

    private LodgeException Missing(Exception cause) =>
        new(ErrorCode.Unsupported, $"The program '{Program}' is not installed on this host.", $"Install it: apt-get install {Package}", cause);

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : "it does not say why";
}
