using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>
/// Options in order, written alike on the command line and over the monitor. A key whose value is null is left out.
/// Made from a collection: <c>[("bus", "pcie.0"), ("queues", 4)]</c>.
/// </summary>
[CollectionBuilder(typeof(OptionMap), nameof(Of))]
internal sealed class OptionMap : IEnumerable<(string Key, OptionValue? Value)>
{
    private readonly List<(string Key, OptionValue? Value)> _options = [];

    /// <summary>The descriptors that the options name.</summary>
    public IEnumerable<(DeviceDescriptor Descriptor, DescriptorForm Form)> Descriptors =>
        _options.SelectMany(option => option.Value!.Descriptors);

    /// <summary>The value of a key; null when it is left out.</summary>
    public OptionValue? this[string key] => _options.Find(option => option.Key == key).Value;

    /// <summary>Makes a map.</summary>
    public static OptionMap Of(params ReadOnlySpan<(string Key, OptionValue? Value)> options)
    {
        var map = new OptionMap();
        foreach (var option in options)
        {
            if (option.Value is not null)
            {
                map._options.Add(option);
            }
        }

        return map;
    }

    /// <summary>These options behind others.</summary>
    public OptionMap Behind(params ReadOnlySpan<(string Key, OptionValue? Value)> first) => [.. first, .. _options];

    /// <summary>These options without one.</summary>
    public OptionMap Without(string key) => [.. _options.Where(option => option.Key != key)];

    /// <summary>The options as QEMU's <c>head,key=value,...</c>; JSON when a value needs it.</summary>
    /// <param name="headKey">What the head is called in JSON: <c>driver</c>, <c>qom-type</c>.</param>
    /// <param name="head">The head.</param>
    /// <param name="names">What QEMU calls descriptors.</param>
    public string ToArgument(string headKey, string head, DescriptorNames names)
    {
        var texts = new List<(string, string?)>();
        foreach (var (key, value) in _options)
        {
            if (value!.ToText(names) is not { } text)
            {
                return Behind((headKey, head)).ToJson(names);
            }

            texts.Add((key, text));
        }

        return OptionText.Of(head, [.. texts]);
    }

    /// <summary>The options as a JSON object.</summary>
    public string ToJson(DescriptorNames names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            WriteJson(json, names);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The options as arguments of a monitor command.</summary>
    public JsonElement ToArguments(DescriptorNames names)
    {
        using var document = JsonDocument.Parse(ToJson(names));
        return document.RootElement.Clone();
    }

    /// <summary>Writes the options as a JSON object.</summary>
    public void WriteJson(Utf8JsonWriter json, DescriptorNames names)
    {
        json.WriteStartObject();
        foreach (var (key, value) in _options)
        {
            json.WritePropertyName(key);
            value!.WriteJson(json, names);
        }

        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public IEnumerator<(string Key, OptionValue? Value)> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
