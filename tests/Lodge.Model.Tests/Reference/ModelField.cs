using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Tests.Reference;

/// <summary>A field of a record of the model.</summary>
internal sealed record ModelField(string Name, PropertyInfo Property, Type Type, bool IsList, bool IsRequired, object? Value)
{
    private static readonly string[] s_namespaces = ["Lodge.Model.Vms", "Lodge.Model.Networks", "Lodge.Model.Firewall"];

    /// <summary>The fields of a record, in the order of its JSON.</summary>
    public static IReadOnlyList<ModelField> Of(Type record)
    {
        var usual = Usual(record);
        return [.. ModelJson.Default.GetTypeInfo(record)!.Properties
            .Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .Select(property => Of(record, property, usual))];
    }

    /// <summary>The kinds of an abstract record, each with the name that its <c>type</c> has; empty for other records.</summary>
    public static IReadOnlyList<JsonDerivedType> KindsOf(Type record) => [.. ModelJson.Default.GetTypeInfo(record)?.PolymorphismOptions?.DerivedTypes ?? []];

    /// <summary>The values of an enum as JSON has them, with the names of its members.</summary>
    public static IEnumerable<(string Text, string Member)> ValuesOf(Type type) => Enum.GetValues(type).Cast<object>()
        .Select(value => (JsonSerializer.SerializeToElement(value, type, ModelJson.Default).GetString()!, value.ToString()!));

    /// <summary>Whether it is a record of the model with fields of its own.</summary>
    public bool IsRecord => !Type.IsEnum && s_namespaces.Any(name => Type.Namespace!.StartsWith(name, StringComparison.Ordinal));

    /// <summary>What stands for an absent field of a value that is always there; empty when only words can tell.</summary>
    public string UsualValue => Value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        Enum => $"`{JsonSerializer.SerializeToElement(Value, Value.GetType(), ModelJson.Default).GetString()}`",
        ByteSize size => $"{size}",
        System.Collections.ICollection { Count: 0 } => "none",
        System.Collections.ICollection list => $"{list.Count} with its defaults",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => "its defaults",
    };

    private static ModelField Of(Type record, JsonPropertyInfo json, object? usual)
    {
        var property = record.GetProperties().Single(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == json.Name);
        var plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var isList = plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        var parameter = usual is null ? Parameter(record, property.Name) : null;
        var required = json.IsRequired || parameter is { HasDefaultValue: false };
        var value = required ? null : usual is null ? parameter?.DefaultValue : property.GetValue(usual);
        value = value is not null && plain.IsEnum && value is not Enum ? Enum.ToObject(plain, value) : value;
        return new ModelField(json.Name, property, isList ? plain.GetGenericArguments()[0] : plain, isList, required, value);
    }

    // A record with nothing but its defaults; null when it cannot be made without values.
    private static object? Usual(Type record)
    {
        var constructor = record.GetConstructors().OrderBy(constructor => constructor.GetParameters().Length)
            .FirstOrDefault(constructor => constructor.GetParameters().All(parameter => parameter.HasDefaultValue));
        return constructor?.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    private static ParameterInfo? Parameter(Type record, string name) => record.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .FirstOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase));
}
