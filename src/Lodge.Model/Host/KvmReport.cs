namespace Lodge.Model.Host;

/// <summary>Whether KVM is worth using here: proven by running a tiny guest, not assumed.</summary>
public sealed record KvmReport
{
    /// <summary>Whether Lodge uses KVM on this host.</summary>
    public required bool Usable { get; init; }

    /// <summary>Whether <c>/dev/kvm</c> exists.</summary>
    public required bool DevicePresent { get; init; }

    /// <summary>Answer to KVM_GET_API_VERSION, 12 on every kernel since 2.6.22; null when it was not asked.</summary>
    public int? ApiVersion { get; init; }

    /// <summary>Answers to KVM_CHECK_EXTENSION for the extensions that matter.</summary>
    public IReadOnlyList<KvmExtension> Extensions { get; init; } = [];

    /// <summary>Guest instructions a second in a tiny real-mode loop; null when the loop did not run.</summary>
    public double? InstructionsPerSecond { get; init; }

    /// <summary>Sentences that explain the verdict.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What would make KVM usable; null when it is.</summary>
    public string? Remedy { get; init; }
}

/// <summary>One KVM extension.</summary>
/// <param name="Name">Kernel's name without the <c>KVM_CAP_</c>.</param>
/// <param name="Value">0 when absent, else its value.</param>
public sealed record KvmExtension(string Name, int Value);
