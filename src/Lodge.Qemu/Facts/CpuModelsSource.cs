using System.Collections.Immutable;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Facts;

/// <summary>
/// Which processors the QEMU in use can give to guests: from memory, from the cache, or by a probe. Only few questions
/// need it, so nothing is read before one is asked.
/// </summary>
internal sealed partial class CpuModelsSource(
    QemuOptions options, CpuProbe probe, CpuModelsCache cache, ILogger<CpuModelsSource> logger) : IDisposable
{
    // A daemon that has just started has better things to do.
    private static readonly TimeSpan BeforeWarmUp = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ImmutableDictionary<Accelerator, KeptCpuModels> _known = ImmutableDictionary<Accelerator, KeptCpuModels>.Empty;

    /// <summary>The models; waits for a probe when one is needed.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: QEMU is missing or does not answer.</exception>
    public async Task<HostCpuModels> GetAsync(Accelerator accel, CancellationToken cancellationToken)
    {
        var fingerprint = CpuFingerprint.Of(options.QemuBinary);
        if (_known.GetValueOrDefault(accel) is { } known && known.Fingerprint == fingerprint)
        {
            return known.Models;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            var models = cache.Read(accel, fingerprint) ?? await ProbeAsync(accel, fingerprint, cancellationToken);
            _known = _known.SetItem(accel, new KeptCpuModels(fingerprint, models));
            return models;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Sees to it that the cache on disk is right, a while after the daemon's start, and remembers nothing.</summary>
    public async Task WarmUpAsync(Func<CancellationToken, Task<IReadOnlyList<Accelerator>>> accelerators, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(BeforeWarmUp, cancellationToken);
            foreach (var accel in await accelerators(cancellationToken))
            {
                var fingerprint = CpuFingerprint.Of(options.QemuBinary);
                if (cache.Read(accel, fingerprint) is null)
                {
                    await ProbeAsync(accel, fingerprint, cancellationToken);
                }
            }
        }
        catch (LodgeException failure)
        {
            NotProbed(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return; // The daemon ends.
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<HostCpuModels> ProbeAsync(Accelerator accel, string fingerprint, CancellationToken cancellationToken)
    {
        var models = await probe.RunAsync(accel, cancellationToken);
        Probed(models.Models.Count, accel);
        try
        {
            await cache.WriteAsync(fingerprint, models, cancellationToken);
        }
        catch (IOException failure)
        {
            NotKept(failure.Message);
        }

        return models;
    }

    [LoggerMessage(4421, LogLevel.Information, "QEMU was asked about its {Count} processor models under {Accelerator}")]
    private partial void Probed(int count, Accelerator accelerator);

    [LoggerMessage(4422, LogLevel.Warning, "The processor models could not be kept for the next start: {Problem}")]
    private partial void NotKept(string problem);

    [LoggerMessage(4423, LogLevel.Warning, "QEMU could not be asked about its processor models: {Problem}")]
    private partial void NotProbed(string problem);
}
