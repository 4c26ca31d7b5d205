using System.Globalization;
using System.Text.Json;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>A value of an option, typed as QEMU's schema has it, since the monitor takes no text for a number.</summary>
internal abstract record OptionValue
{
    /// <summary>A text or the name of an enumeration's member, <c>on</c> and <c>off</c> of an OnOffAuto included.</summary>
    public static implicit operator OptionValue?(string? text) => text is null ? null : new TextValue(text);

    /// <summary>A number.</summary>
    public static implicit operator OptionValue?(long? number) => number is { } n ? new NumberValue(n) : null;

    /// <summary>A yes or no.</summary>
    public static implicit operator OptionValue?(bool? on) => on is { } flag ? new SwitchValue(flag) : null;

    /// <summary>Options within an option; only JSON can say them.</summary>
    public static implicit operator OptionValue?(OptionMap? options) => options is null ? null : new MapValue(options);

    /// <summary>The value as <c>key=value</c> has it; null when only JSON can say it.</summary>
    public abstract string? ToText(DescriptorNames names);

    /// <summary>Writes the value as JSON.</summary>
    public abstract void WriteJson(Utf8JsonWriter json, DescriptorNames names);

    /// <summary>The descriptors that it names.</summary>
    public virtual IEnumerable<(DeviceDescriptor Descriptor, DescriptorForm Form)> Descriptors => [];
}

/// <summary>A text.</summary>
internal sealed record TextValue(string Text) : OptionValue
{
    public override string ToText(DescriptorNames names) => Text;

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names) => json.WriteStringValue(Text);
}

/// <summary>A number.</summary>
internal sealed record NumberValue(long Number) : OptionValue
{
    public override string ToText(DescriptorNames names) => Number.ToString(CultureInfo.InvariantCulture);

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names) => json.WriteNumberValue(Number);
}

/// <summary>A yes or no.</summary>
internal sealed record SwitchValue(bool On) : OptionValue
{
    public override string ToText(DescriptorNames names) => OptionText.Switch(On);

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names) => json.WriteBooleanValue(On);
}

/// <summary>JSON's null, which is not the same as nothing said: <c>"backing": null</c>.</summary>
internal sealed record NullValue : OptionValue
{
    public override string? ToText(DescriptorNames names) => null;

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names) => json.WriteNullValue();
}

/// <summary>Options within an option.</summary>
internal sealed record MapValue(OptionMap Options) : OptionValue
{
    public override IEnumerable<(DeviceDescriptor Descriptor, DescriptorForm Form)> Descriptors => Options.Descriptors;

    public override string? ToText(DescriptorNames names) => null;

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names) => Options.WriteJson(json, names);
}

/// <summary>Several values.</summary>
internal sealed record ListValue(IReadOnlyList<OptionValue> Items) : OptionValue
{
    public override IEnumerable<(DeviceDescriptor Descriptor, DescriptorForm Form)> Descriptors =>
        Items.SelectMany(item => item.Descriptors);

    public override string? ToText(DescriptorNames names) => null;

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names)
    {
        json.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteJson(json, names);
        }

        json.WriteEndArray();
    }
}

/// <summary>Passed descriptors; several are joined by colons, as <c>fds</c> of a network wants them.</summary>
internal sealed record DescriptorValue(DescriptorForm Form, params IReadOnlyList<DeviceDescriptor> Passed) : OptionValue
{
    public override IEnumerable<(DeviceDescriptor Descriptor, DescriptorForm Form)> Descriptors =>
        Passed.Select(descriptor => (descriptor, Form));

    public override string ToText(DescriptorNames names) =>
        string.Join(':', Passed.Select(descriptor => names(descriptor, Form)));

    public override void WriteJson(Utf8JsonWriter json, DescriptorNames names) => json.WriteStringValue(ToText(names));
}
