using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>
/// A definition that is kept as the text it was stored as, and only read when somebody looks into it: a daemon with
/// 10,000 VMs starts at once and stays small, since most of them are looked at rarely.
/// </summary>
public sealed class KeptDefinition
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly VmDefinition? _value;
    private WeakReference<VmDefinition>? _read;

    /// <summary>Keeps a definition as it is.</summary>
    public KeptDefinition(VmDefinition value) => (Id, Name, _value) = (value.Id, value.Name, value);

    /// <summary>Keeps the JSON text of a definition.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="json">Its UTF-8 JSON, as <see cref="ModelJson"/> writes it.</param>
    public KeptDefinition(Guid id, string name, ReadOnlyMemory<byte> json) => (Id, Name, _json) = (id, name, json);

    /// <summary>The VM's id.</summary>
    public Guid Id { get; }

    /// <summary>The VM's name.</summary>
    public string Name { get; }

    /// <summary>The definition.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.StorageFailed"/>: the text is no definition that this Lodge knows.</exception>
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

            var read = Read();
            _read = new WeakReference<VmDefinition>(read);
            return read;
        }
    }

    private VmDefinition Read()
    {
        try
        {
            return JsonSerializer.Deserialize(_json.Span, ModelJson.Default.VmDefinition)!;
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
