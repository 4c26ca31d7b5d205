using System.Buffers;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;

namespace Lodge.Engine.Vms.Agents;

/// <summary>Reads and writes files of guests, piece by piece, so that the agent stays free for others in between.</summary>
public sealed class VmGuestFiles
{
    private const int LongestPath = 4096;

    private readonly AgentFinder _finder;

    internal VmGuestFiles(AgentFinder finder) => _finder = finder;

    /// <summary>Reads a file of a guest.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="path">Absolute path in the guest.</param>
    /// <param name="target">
    /// Answers where the content goes; it is asked once the file is open, so that what cannot be opened is an error
    /// before anything has been written.
    /// </param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task ReadAsync(string vm, string path, Func<Stream> target, CancellationToken cancellationToken)
    {
        var agent = _finder.Find(vm).Agent;
        var handle = await agent.OpenFileAsync(Checked(path), GuestFileAccess.Read, cancellationToken);
        try
        {
            // The first piece before the first word: a folder can be opened, but not read.
            var piece = await agent.ReadFileAsync(handle, cancellationToken);
            var output = target();
            for (; piece.Length > 0; piece = await agent.ReadFileAsync(handle, cancellationToken))
            {
                await output.WriteAsync(piece, cancellationToken);
            }
        }
        finally
        {
            await CloseAsync(agent, handle);
        }
    }

    /// <summary>Writes a file of a guest. What it cannot write whole it leaves as far as it came.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="path">Absolute path in the guest.</param>
    /// <param name="append">Add to its end; else it is made anew.</param>
    /// <param name="source">The content.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>How many bytes were written.</returns>
    public async Task<long> WriteAsync(string vm, string path, bool append, Stream source, CancellationToken cancellationToken)
    {
        var agent = _finder.Find(vm).Agent;
        var access = append ? GuestFileAccess.Append : GuestFileAccess.Write;
        var handle = await agent.OpenFileAsync(Checked(path), access, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(IGuestAgent.LargestWrite);
        var isWritten = false;
        try
        {
            var total = 0L;
            int count;
            while ((count = await source.ReadAtLeastAsync(buffer.AsMemory(0, IGuestAgent.LargestWrite), IGuestAgent.LargestWrite, false, cancellationToken)) > 0)
            {
                await agent.WriteFileAsync(handle, buffer.AsMemory(0, count), cancellationToken);
                total += count;
            }

            isWritten = true;
            await agent.CloseFileAsync(handle, cancellationToken);
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!isWritten)
            {
                await CloseAsync(agent, handle);
            }
        }
    }

    // A handle that stays open in the guest is gone with its agent at the latest; the first failure says more.
    private static async Task CloseAsync(IGuestAgent agent, long handle)
    {
        try
        {
            await agent.CloseFileAsync(handle, CancellationToken.None);
        }
        catch (LodgeException)
        {
            return;
        }
    }

    // Windows has drive letters, so that an absolute path cannot be told here.
    private static string Checked(string path) => path.Length is > 0 and <= LongestPath && !path.Contains('\0')
        ? path
        : throw new LodgeException(ErrorCode.InvalidArgument, $"The path of a file in the guest must have 1 to {LongestPath} characters.");
}
