using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Model.Host;

namespace Lodge.Linux.Kvm;

/// <summary>Proves whether KVM is worth using: asks the kernel, then runs a tiny guest and measures it.</summary>
public static class KvmProbe
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Probes; takes some 150 ms at most. Whatever goes wrong is part of the report.</summary>
    /// <param name="cancellation">Ends the wait for the guest.</param>
    public static Task<KvmReport> RunAsync(CancellationToken cancellation = default) =>
        RunAsync(KvmDevice.DefaultPath, cancellation);

    internal static async Task<KvmReport> RunAsync(string path, CancellationToken cancellation)
    {
        // A vCPU belongs to the thread that runs it, and a guest on a slow host would hold up the pool.
        var result = new TaskCompletionSource<KvmReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => result.SetResult(Run(path))) { IsBackground = true, Name = "kvm probe" };
        thread.Start();
        try
        {
            return await result.Task.WaitAsync(s_patience, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The guest's first batch is a thousand rounds: a host that cannot run it in this time cannot run any VM.
            return KvmVerdict.Failed(
                new KvmReport { Usable = false, DevicePresent = true },
                $"A tiny guest did not finish within {s_patience.TotalSeconds:0} seconds.",
                VirtualizationSigns.Read());
        }
    }

    private static KvmReport Run(string path)
    {
        try
        {
            using var device = KvmDevice.Open(path);
            var version = device.ApiVersion();
            return version == KvmDevice.KnownApiVersion
                ? RunGuest(device, new KvmReport
                {
                    Usable = false,
                    DevicePresent = true,
                    ApiVersion = version,
                    Extensions = device.Extensions(),
                })
                : KvmVerdict.WrongVersion(version);
        }
        catch (LinuxException missing) when (missing.Errno is Errno.ENOENT or Errno.ENXIO or Errno.ENODEV)
        {
            return KvmVerdict.NoDevice(path);
        }
        catch (LinuxException failure)
        {
            return KvmVerdict.CannotOpen(failure);
        }
    }

    private static KvmReport RunGuest(KvmDevice device, KvmReport found)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return found with { Usable = true, Reasons = ["The speed of guests is measured on x86-64 only."] };
        }

        var signs = VirtualizationSigns.Read();
        try
        {
            using var guest = new LoopGuest(device);
            var rounds = LoopSpeed.Measure(guest.Run, LoopSpeed.Now);
            return KvmVerdict.Measured(found, rounds * LoopGuest.InstructionsPerRound, signs);
        }
        catch (LinuxException failure)
        {
            return KvmVerdict.Failed(found, $"A tiny guest could not run: {failure.Message}.", signs);
        }
    }
}
