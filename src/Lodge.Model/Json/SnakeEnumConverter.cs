using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Model.Json;

/// <summary>Writes an enum as its name with underscores, where QEMU and libvirt do (<c>io_uring</c>); numbers are refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class SnakeEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
