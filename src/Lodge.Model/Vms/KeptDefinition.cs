using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>
/// A definition that stays where it is stored, and is only read when somebody looks into it: a daemon with 10,000 VMs
/// starts at once and stays small, since most of them are looked at rarely.
/// </summary>
public sealed class KeptDefinition
{
    private readonly VmDefinition? _value;
    private readonly DefinitionSummary? _summary;
    private readonly IDefinitionTexts? _texts;
    private readonly long _revision;
    private WeakReference<VmDefinition>? _read;

    /// <summary>Keeps a definition as it is.</summary>
    public KeptDefinition(VmDefinition value) => (Id, Name, _value) = (value.Id, value.Name, value);

    /// <summary>Keeps where a definition is stored.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="summary">What lists show of it; null when that has to be read from it.</param>
    /// <param name="texts">Reads it.</param>
    public KeptDefinition(Guid id, string name, long revision, DefinitionSummary? summary, IDefinitionTexts texts) =>
        (Id, Name, _revision, _summary, _texts) = (id, name, revision, summary, texts);

    /// <summary>The VM's id.</summary>
    public Guid Id { get; }

    /// <summary>The VM's name.</summary>
    public string Name { get; }

    /// <summary>What lists show of it.</summary>
    public DefinitionSummary Summary => _summary ?? DefinitionSummary.Of(Value);

    /// <summary>
    /// The definition. To a reader who comes while it is being replaced this may be the new one already; who holds the
    /// VM always gets the present one.
    /// </summary>
    /// <exception cref="LodgeException">
    /// <see cref="ErrorCode.StorageFailed"/>: the text is no definition that this Lodge knows.
    /// <see cref="ErrorCode.VmNotFound"/>: it was deleted a moment ago.
    /// </exception>
    public VmDefinition Value
    {
        get
        {
            if (_value is not null)
            {
                return _value;
            }

            if (_read?.TryGetTarget(out var before) == true)
            {
                return before;
            }

            var text = _texts!.Find(Id)
                ?? throw new LodgeException(ErrorCode.VmNotFound, $"VM '{Name}' was deleted a moment ago.", "List what there is with 'lodge list'.");
            var read = Read(text.Json);
            if (text.Revision == _revision)
            {
                _read = new WeakReference<VmDefinition>(read);
            }

            return read;
        }
    }

    private VmDefinition Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, ModelJson.Default.VmDefinition)!;
        }
        catch (JsonException cause)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The stored definition of VM '{Name}' cannot be read by this Lodge: {cause.Message}",
                "Restore the database from a backup, or install the Lodge that wrote it.",
                cause);
        }
    }
}
