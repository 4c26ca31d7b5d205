using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers;

/// <summary>Typed parameters on their way out: names with values, in the order in which they are added.</summary>
internal sealed class TypedParams
{
    private readonly List<TypedParam> _params = [];

    /// <summary>Adds a whole number.</summary>
    public TypedParams Int(string field, int value) => Add(field, TypedParamValue.Int(value));

    /// <summary>Adds a count.</summary>
    public TypedParams UInt(string field, uint value) => Add(field, TypedParamValue.UInt(value));

    /// <summary>Adds a long whole number.</summary>
    public TypedParams Long(string field, long value) => Add(field, TypedParamValue.Long(value));

    /// <summary>Adds a long count.</summary>
    public TypedParams ULong(string field, ulong value) => Add(field, TypedParamValue.ULong(value));

    /// <summary>Adds a fraction.</summary>
    public TypedParams Double(string field, double value) => Add(field, TypedParamValue.Double(value));

    /// <summary>Adds yes or no.</summary>
    public TypedParams Boolean(string field, bool value) => Add(field, TypedParamValue.Boolean(value ? 1 : 0));

    /// <summary>Adds a text; nothing when there is none.</summary>
    public TypedParams Text(string field, string? value) => value is null ? this : Add(field, TypedParamValue.Text(value));

    /// <summary>All of them.</summary>
    public TypedParam[] ToArray() => [.. _params];

    /// <summary>The texts of parameters that came in, by name.</summary>
    /// <param name="given">The parameters.</param>
    /// <param name="function">The client's function.</param>
    /// <param name="known">The names that the function takes.</param>
    /// <exception cref="LibvirtException">A name that is not known, one that comes twice, or a value that is no text.</exception>
    public static Dictionary<string, string> ReadTexts(IReadOnlyList<TypedParam> given, string function, params ReadOnlySpan<string> known)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var param in given)
        {
            if (!known.Contains(param.Field))
            {
                throw Wrong($"parameter '{param.Field}' not supported by {function}", ErrorNumber.ArgumentUnsupported);
            }

            if (param.Value.Kind != TypedParamValueKind.Text)
            {
                throw Wrong($"parameter '{param.Field}' of {function} must be a text");
            }

            if (!texts.TryAdd(param.Field, param.Value.AsText()))
            {
                throw Wrong($"parameter '{param.Field}' of {function} was given twice");
            }
        }

        return texts;
    }

    private static LibvirtException Wrong(string detail, ErrorNumber number = ErrorNumber.InvalidArg) => new(number, ErrorOrigin.Qemu, detail);

    private TypedParams Add(string field, TypedParamValue value)
    {
        _params.Add(new TypedParam(field, value));
        return this;
    }
}
