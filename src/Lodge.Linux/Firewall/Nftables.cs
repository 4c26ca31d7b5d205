using System.Runtime.InteropServices;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Firewall;

/// <summary>
/// Rules of the kernel's packet filter, in the language of nft(8). All commands of one call take effect together or not at
/// all. Belongs to the network namespace of the thread that made it; calls of several threads take turns.
/// </summary>
public sealed unsafe class Nftables : IDisposable
{
    private readonly Lock _lock = new();
    private void* _context;

    /// <summary>Opens it.</summary>
    /// <exception cref="DllNotFoundException">libnftables is not installed (Debian: libnftables1).</exception>
    /// <exception cref="NftablesException">The kernel has no nftables.</exception>
    public Nftables()
    {
        _context = NftablesCalls.Create(0);
        if (_context is null || NftablesCalls.BufferOutput(_context) != 0 || NftablesCalls.BufferErrors(_context) != 0)
        {
            Dispose();
            throw new NftablesException("The kernel's packet filter cannot be reached.");
        }
    }

    /// <summary>Carries out commands.</summary>
    /// <param name="commands">As in a file for <c>nft -f</c>.</param>
    /// <exception cref="NftablesException">One is refused; nothing has changed.</exception>
    public void Apply(string commands) => Run(commands, json: false, dry: false);

    /// <summary>Says whether commands would be taken, as far as can be told without carrying them out.</summary>
    /// <exception cref="NftablesException">One is refused.</exception>
    public void Check(string commands) => Run(commands, json: false, dry: true);

    /// <summary>What a command such as <c>list ruleset</c> prints.</summary>
    /// <param name="command">The command.</param>
    /// <param name="json">In the format of libnftables-json(5), rather than in nft's language.</param>
    /// <param name="terse">Without the elements of sets and maps, of which there may be many.</param>
    /// <exception cref="NftablesException">It is refused, such as for a table that is not there.</exception>
    public string Read(string command, bool json = false, bool terse = false) => Run(command, json, dry: false, terse);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_context is not null)
            {
                NftablesCalls.Free(_context);
                _context = null;
            }
        }
    }

    private string Run(string commands, bool json, bool dry, bool terse = false)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_context is null, this);

            // SAFETY: the context is open, by the check above, and nobody else uses it while the lock is held.
            NftablesCalls.SetOutputFlags(_context, (json ? NftablesCalls.JsonOutput : 0) | (terse ? NftablesCalls.TerseOutput : 0));
            NftablesCalls.SetDryRun(_context, dry);
            var outcome = NftablesCalls.Run(_context, commands);

            // Both texts are fetched each time, which empties them for the next.
            var output = Marshal.PtrToStringUTF8((nint)NftablesCalls.Output(_context)) ?? "";
            var errors = Marshal.PtrToStringUTF8((nint)NftablesCalls.Errors(_context)) ?? "";
            return outcome == 0 ? output : throw new NftablesException(errors.Trim());
        }
    }
}

/// <summary>The packet filter refused commands.</summary>
/// <param name="message">Which, and why, in libnftables' words.</param>
public sealed class NftablesException(string message) : Exception(message);
