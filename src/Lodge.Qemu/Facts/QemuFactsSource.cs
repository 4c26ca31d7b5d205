using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Qemu.Firmware;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Facts;

/// <summary>
/// What the QEMU in use can do: from memory, from the cache, or by a probe. Checks each time by fingerprint whether it
/// still is the same QEMU, so that an upgrade is noticed without a restart of the daemon.
/// </summary>
internal sealed partial class QemuFactsSource(
    QemuOptions options, QemuProbe probe, QemuFactsCache cache, FirmwareCatalogue firmware, ILogger<QemuFactsSource> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile QemuFacts? _facts;
    private volatile string? _problem;

    /// <summary>What is known at this moment; never waits.</summary>
    public (QemuFacts? Facts, string? Problem) Known => (_facts, _facts is null ? _problem ?? "it is being asked what it can do" : null);

    /// <summary>The facts; waits for a probe when one is needed.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: QEMU is missing or does not answer.</exception>
    public async Task<QemuFacts> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var fingerprint = QemuFingerprint.Of(options.QemuBinary);
            return WithFirmware(_facts is { } known && known.Fingerprint == fingerprint ? known : await FindAsync(fingerprint, cancellationToken));
        }
        catch (LodgeException failure)
        {
            (_facts, _problem) = (null, failure.Error.ToString());
            throw;
        }
    }

    /// <summary>Finds out in the background; the outcome shows in <see cref="Known"/>.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync(cancellationToken);
        }
        catch (LodgeException failure)
        {
            NotUsable(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return; // The daemon ends.
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<QemuFacts> FindAsync(string fingerprint, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_facts is { } found && found.Fingerprint == fingerprint)
            {
                return found;
            }

            return cache.Read(fingerprint) ?? await ProbeAsync(fingerprint, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<QemuFacts> ProbeAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var facts = await probe.RunAsync(fingerprint, cancellationToken);
        Probed(facts.Version, facts.Binary);
        try
        {
            await cache.WriteAsync(facts, cancellationToken);
        }
        catch (IOException failure)
        {
            NotKept(failure.Message);
        }

        return facts;
    }

    // Firmware comes and goes by packages of its own, so it is looked for anew.
    private QemuFacts WithFirmware(QemuFacts facts)
    {
        var installed = firmware.Read();
        return _facts = ReferenceEquals(facts.Firmware, installed) ? facts : facts with { Firmware = installed };
    }

    [LoggerMessage(4401, LogLevel.Information, "QEMU {Version} at {Binary} was asked what it can do")]
    private partial void Probed(string version, string binary);

    [LoggerMessage(4402, LogLevel.Warning, "What QEMU can do could not be kept for the next start: {Problem}")]
    private partial void NotKept(string problem);

    [LoggerMessage(4403, LogLevel.Error, "No VM can run: {Problem}")]
    private partial void NotUsable(string problem);
}
