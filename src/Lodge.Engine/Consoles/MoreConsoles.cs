using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Text;
using Lodge.Model.Vms.Devices;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Consoles;

/// <summary>
/// The ports of one running VM besides its console. Nothing listens to one before somebody opens it, so what it printed
/// earlier is lost; from then on it is brokered like the console.
/// </summary>
internal sealed class MoreConsoles(string vm, IVmProcess process, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConcurrentDictionary<string, ConsoleBroker> _brokers = new(StringComparer.Ordinal);

    /// <summary>Whether that is the port which is the VM's console.</summary>
    public bool IsFirst(string alias) => process.Runtime.Definition.Serials is [{ Alias: { } first }, ..] && first == alias;

    /// <summary>Opens a port.</summary>
    /// <exception cref="LodgeException">The VM has no such port; it cannot be reached.</exception>
    public async Task<ConsoleSession> OpenAsync(string alias, ConsoleMode mode, CancellationToken cancellationToken)
    {
        ThrowUnlessServed(alias);
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (!_brokers.TryGetValue(alias, out var broker) || broker.IsClosed)
            {
                var port = new ConsolePort(process, alias);
                var stream = await port.ConnectAsync(cancellationToken);
                _brokers[alias] = broker = new ConsoleBroker(vm, port, logger);
                broker.Run(stream);
            }

            return broker.Open(mode);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends the brokering.</summary>
    public void Close(string reason)
    {
        foreach (var broker in _brokers.Values)
        {
            broker.Close(reason);
        }
    }

    public void Dispose() => _opening.Dispose();

    private void ThrowUnlessServed(string alias)
    {
        var definition = process.Runtime.Definition;
        var device = definition.FindDevice(alias);
        if (ConsolePort.Serves(device))
        {
            return;
        }

        var known = ConsolePort.AliasesOf(definition);
        var near = Suggestion.For(alias, known);
        throw new LodgeException(
            ErrorCode.InvalidArgument,
            device is null ? $"VM '{vm}' runs without a device '{alias}'." : $"'{alias}' of VM '{vm}' is no serial port, console or channel that Lodge serves.",
            near is not null ? $"Did you mean '{near}'?"
                : known.Count > 0 ? $"There are: {string.Join(", ", known)}."
                : $"Plug one in: 'lodge attach {vm} console'.");
    }
}
