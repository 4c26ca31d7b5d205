using Lodge.Model.Host;

namespace Lodge.Qemu.Host;

/// <summary>The proof of KVM: measured once, in the background, since a slow host takes its time.</summary>
internal sealed class KvmStatus
{
    private static readonly KvmReport Pending = new()
    {
        Usable = false,
        DevicePresent = File.Exists("/dev/kvm"),
        Reasons = ["KVM is being measured at this moment."],
    };

    private readonly Lazy<Task<KvmReport>> _measurement;

    /// <summary>Nothing is measured until somebody asks or <see cref="Start"/> is called.</summary>
    /// <param name="measure">Measures.</param>
    public KvmStatus(Func<Task<KvmReport>> measure) => _measurement = new(() => Task.Run(measure));

    /// <summary>What is known at this moment; never waits.</summary>
    public KvmReport Known => _measurement is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } done } ? done.Result : Pending;

    /// <summary>Begins to measure.</summary>
    public void Start() => _ = _measurement.Value;

    /// <summary>The outcome.</summary>
    public Task<KvmReport> GetAsync(CancellationToken cancellationToken) => _measurement.Value.WaitAsync(cancellationToken);
}
