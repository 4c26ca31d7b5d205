using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Model.Json;

/// <summary>Writes an enum as its name in kebab-case (<c>started-paused</c>); numbers are refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
