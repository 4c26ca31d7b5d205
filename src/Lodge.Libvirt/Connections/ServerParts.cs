using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Wire;
using Microsoft.Extensions.Logging;

namespace Lodge.Libvirt.Connections;

/// <summary>What all connections of a server share.</summary>
/// <param name="Invoke">Runs a call's handler.</param>
/// <param name="Options">How the server behaves.</param>
/// <param name="CallbackNumbers">Numbers for callbacks.</param>
/// <param name="Clock">The time.</param>
/// <param name="Logger">Where it logs.</param>
internal sealed record ServerParts(
    Func<Call, CancellationToken, ValueTask> Invoke, LibvirtOptions Options, CallbackNumbers CallbackNumbers, TimeProvider Clock, ILogger Logger)
{
    /// <summary>Lets one connection at a time wait within its thread.</summary>
    public QuickWait QuickWait { get; } = new();
}
