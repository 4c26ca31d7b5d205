using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Lodge.Model.Vms.States;

namespace Lodge.Model.Vms;

/// <summary>
/// Everything known about one VM at one moment. Immutable: readers hold it as long as they like, changes make a
/// new one.
/// </summary>
public sealed record Vm
{
    // Set by the constructor or, since it is required, by Definition.
    private readonly KeptDefinition _definition = null!;

    /// <summary>Makes a VM from its parts.</summary>
    public Vm()
    {
    }

    /// <summary>Makes a VM from what was stored of it.</summary>
    /// <param name="definition">Its definition, which is read when it is first looked at.</param>
    /// <param name="status">State and reason.</param>
    [SetsRequiredMembers]
#pragma warning disable CS8618 // Definition is read from the field that is set here.
    public Vm(KeptDefinition definition, VmStatus status) => (_definition, Status) = (definition, status);
#pragma warning restore CS8618

    /// <summary>What the next start will use. For a transient VM: what it runs with.</summary>
    public required VmDefinition Definition
    {
        get => _definition.Value;
        init => _definition = new KeptDefinition(value);
    }

    /// <summary>What it runs with now; while it does not run, what the next start will use.</summary>
    [JsonIgnore]
    public VmDefinition CurrentDefinition => Runtime?.Definition ?? Definition;

    /// <summary>What lists show of the definition, which is not read for it.</summary>
    [JsonIgnore]
    public DefinitionSummary Summary => _definition.Summary;

    /// <summary>
    /// The same object as long as the definition is the same, also across a deletion and a new VM with the same id: for
    /// those who keep what they made of the definition.
    /// </summary>
    [JsonIgnore]
    public object DefinitionVersion => _definition;

    /// <summary>Grows with each change of the definition; the REST API guards edits with it.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>False for a VM that is forgotten when it stops.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>State and reason.</summary>
    public required VmStatus Status { get; init; }

    /// <summary>Facts of the running QEMU; null while stopped or not yet started.</summary>
    public VmRuntime? Runtime { get; init; }

    /// <summary>The guest's resets since its QEMU was started; null for none.</summary>
    public GuestResets? Resets { get; init; }

    /// <summary>Whether a managed save waits: the next start goes on from it.</summary>
    public bool HasManagedSave { get; init; }

    /// <summary>The last lines that QEMU wrote before it ended by itself; empty otherwise.</summary>
    public IReadOnlyList<string> LastWords { get; init; } = [];

    /// <summary>The same VM with its definition in memory, whatever becomes of the stored one.</summary>
    public Vm Held() => this with { Definition = Definition };

    /// <summary>The VM's identity, from its definition.</summary>
    public Guid Id => _definition.Id;

    /// <summary>The VM's name, from its definition.</summary>
    public string Name => _definition.Name;

    /// <summary>Whether the running VM differs from what the next start will use.</summary>
    public bool HasPendingChanges => Runtime is not null && Runtime.DefinitionRevision != Revision;
}
