using System.Runtime.InteropServices;
using Lodge.Model.Errors;

namespace Lodge.Engine.Ports;

/// <summary>The monitor of one running QEMU, for those who know what they do: Lodge does not look at what passes.</summary>
public interface IVmMonitor
{
    /// <summary>Carries out a command of QEMU's protocol.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="arguments">Its arguments, a JSON object; null for none.</param>
    /// <param name="descriptor">An open file that goes with it, and stays the caller's; null for none.</param>
    /// <param name="cancellationToken">Stops waiting; the command is carried out all the same.</param>
    /// <returns>QEMU's answer, a JSON object with <c>return</c>, or with <c>error</c> when it refused.</returns>
    /// <exception cref="LodgeException">QEMU did not answer in time, or is gone.</exception>
    Task<string> ExecuteAsync(string command, string? arguments, SafeHandle? descriptor, CancellationToken cancellationToken);

    /// <summary>Gives a line to QEMU's monitor for people.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Stops waiting; the line is obeyed all the same.</param>
    /// <returns>What it printed, errors included.</returns>
    /// <exception cref="LodgeException">QEMU did not answer in time, or is gone.</exception>
    Task<string> TypeAsync(string line, CancellationToken cancellationToken);
}
