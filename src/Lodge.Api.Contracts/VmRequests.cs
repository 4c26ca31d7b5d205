using System.Text.Json.Serialization;
using Lodge.Api.Contracts.Devices;
using Lodge.Model.Images;
using Lodge.Model.Vms;

namespace Lodge.Api.Contracts;

/// <summary>Body of <c>POST /v1/vms</c>.</summary>
public sealed record CreateVm
{
    /// <summary>What the VM shall be.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>Devices that it shall have beside those of <see cref="Definition"/>.</summary>
    public IReadOnlyList<AnyDevice>? Devices { get; init; }

    /// <summary>An image that it gets a disk from, before those of <see cref="Definition"/>.</summary>
    public ImageLaunch? Image { get; init; }

    /// <summary>Start it at once; when that fails, the VM is not created either.</summary>
    public bool Start { get; init; }

    /// <summary>With <see cref="Start"/>: leave it paused before its first instruction.</summary>
    public bool Paused { get; init; }

    /// <summary>With <see cref="Start"/>: forget the VM when it stops.</summary>
    public bool Transient { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/start</c>.</summary>
public sealed record StartVm
{
    /// <summary>Leave it paused before its first instruction.</summary>
    public bool Paused { get; init; }

    /// <summary>Throw a managed save away and boot afresh.</summary>
    public bool DiscardSave { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/shutdown</c>; answered with a job.</summary>
public sealed record ShutDownVm
{
    /// <summary>A minute, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public ShutDownVm(int timeoutSeconds = 60) => TimeoutSeconds = timeoutSeconds;

    /// <summary>Seconds that the guest gets after it was asked, 1 to 86,400.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>What to do when it is still up then.</summary>
    public ShutDownEscalation Escalation { get; init; } = ShutDownEscalation.Fail;

    /// <summary>How the guest is asked.</summary>
    public ShutDownMethod Method { get; init; } = ShutDownMethod.Auto;
}

/// <summary>Body of <c>POST /v1/vms/{vm}/reboot</c>; answered with a job.</summary>
public sealed record RebootVm
{
    /// <summary>A minute, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public RebootVm(int timeoutSeconds = 60) => TimeoutSeconds = timeoutSeconds;

    /// <summary>Seconds that the guest gets after it was asked, 1 to 86,400.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>What to do when it is still up then; <see cref="ShutDownEscalation.Kill"/> means a reset here.</summary>
    public ShutDownEscalation Escalation { get; init; } = ShutDownEscalation.Fail;

    /// <summary>How the guest is asked.</summary>
    public ShutDownMethod Method { get; init; } = ShutDownMethod.Auto;
}

/// <summary>Body of <c>POST /v1/vms/{vm}/save</c>; answered with a job.</summary>
public sealed record SaveVm
{
    /// <summary>Absolute path of a file on the host. Absent: a managed save, which the next start goes on from.</summary>
    public string? Path { get; init; }
}

/// <summary>Body of <c>POST /v1/restore</c>; answered with a job.</summary>
public sealed record RestoreVm
{
    /// <summary>Absolute path of a saved state on the host.</summary>
    public required string Path { get; init; }

    /// <summary>Leave the guest paused, whatever it was when it was saved.</summary>
    public bool Paused { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/rename</c>.</summary>
public sealed record RenameVm
{
    /// <summary>The new name.</summary>
    public required string Name { get; init; }
}
