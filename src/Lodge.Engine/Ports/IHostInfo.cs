using Lodge.Model.Host;

namespace Lodge.Engine.Ports;

/// <summary>Reads what the host is and can do.</summary>
public interface IHostInfo
{
    /// <summary>The host as it is now; never waits for a probe that is still under way.</summary>
    HostReport Read();

    /// <summary>Whether KVM is of use, as in <see cref="Read"/>, without a look at the host.</summary>
    KvmReport Kvm => Read().Kvm;

    /// <summary>What is known of QEMU, as in <see cref="Read"/>, without a look at the host.</summary>
    QemuFacts? Qemu => Read().Qemu;

    /// <summary>What is known of QEMU; waits, at the daemon's start, until it has been asked. Null when it cannot be asked.</summary>
    Task<QemuFacts?> GetQemuAsync(CancellationToken cancellationToken) => Task.FromResult(Qemu);

    /// <summary>Identity of this boot of the host; changes when it reboots.</summary>
    string BootId { get; }
}
