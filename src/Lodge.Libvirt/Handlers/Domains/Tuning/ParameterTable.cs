using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>The typed parameters of a call, and what of a definition each stands for.</summary>
/// <param name="parameters">All of them, in libvirt's order.</param>
internal sealed class ParameterTable<T>(params IReadOnlyList<Parameter<T>> parameters)
{
    /// <summary>How many there are.</summary>
    public int Count => parameters.Count;

    /// <summary>Their values.</summary>
    public IReadOnlyList<TypedParam> Read(T subject) =>
        [.. parameters.Select(parameter => new TypedParam(parameter.Name, parameter.Get(subject)))];

    /// <summary>Sets those that a client names.</summary>
    /// <exception cref="LibvirtException">One is not known, has another type, or is named twice.</exception>
    public T Apply(T subject, IReadOnlyList<TypedParam> wanted)
    {
        Check(wanted);
        return wanted.Aggregate(subject, (current, param) => Find(param.Field).Set(current, param.Value));
    }

    /// <summary>Refuses what cannot be set.</summary>
    /// <exception cref="LibvirtException">One is not known, has another type, or is named twice.</exception>
    public void Check(IReadOnlyList<TypedParam> wanted)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in wanted)
        {
            var parameter = Find(name);
            if (parameter.Kind != value.Kind)
            {
                throw DomainEditor.Wrong($"invalid type '{Word(value.Kind)}' requested for parameter '{name}', expected '{Word(parameter.Kind)}'");
            }

            if (!seen.Add(name))
            {
                throw DomainEditor.Wrong($"parameter '{name}' occurs multiple times");
            }
        }
    }

    private Parameter<T> Find(string name) => parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"parameter '{name}' not supported");

    private static string Word(TypedParamValueKind kind) => kind switch
    {
        TypedParamValueKind.Int => "int",
        TypedParamValueKind.UInt => "uint",
        TypedParamValueKind.Long => "llong",
        TypedParamValueKind.ULong => "ullong",
        TypedParamValueKind.Double => "double",
        TypedParamValueKind.Boolean => "boolean",
        _ => "string",
    };
}

/// <summary>One parameter.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Kind">Its type on the wire.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Sets it to a value of its type.</param>
internal sealed record Parameter<T>(string Name, TypedParamValueKind Kind, Func<T, TypedParamValue> Get, Func<T, TypedParamValue, T> Set)
{
    /// <summary>A whole number without sign, 64 bits.</summary>
    public static Parameter<T> ULong(string name, Func<T, long> get, Func<T, long, T> set) => new(
        name, TypedParamValueKind.ULong, subject => TypedParamValue.ULong((ulong)get(subject)),
        (subject, value) => set(subject, (long)Math.Min(value.AsULong(), long.MaxValue)));

    /// <summary>A whole number, 64 bits.</summary>
    public static Parameter<T> Long(string name, Func<T, long> get, Func<T, long, T> set) =>
        new(name, TypedParamValueKind.Long, subject => TypedParamValue.Long(get(subject)), (subject, value) => set(subject, value.AsLong()));

    /// <summary>A whole number without sign, 32 bits.</summary>
    public static Parameter<T> UInt(string name, Func<T, long> get, Func<T, long, T> set) =>
        new(name, TypedParamValueKind.UInt, subject => TypedParamValue.UInt((uint)get(subject)), (subject, value) => set(subject, value.AsUInt()));

    /// <summary>A whole number, 32 bits.</summary>
    public static Parameter<T> Int(string name, Func<T, int> get, Func<T, int, T> set) =>
        new(name, TypedParamValueKind.Int, subject => TypedParamValue.Int(get(subject)), (subject, value) => set(subject, value.AsInt()));

    /// <summary>A text.</summary>
    public static Parameter<T> Text(string name, Func<T, string> get, Func<T, string, T> set) =>
        new(name, TypedParamValueKind.Text, subject => TypedParamValue.Text(get(subject)), (subject, value) => set(subject, value.AsText()));
}
