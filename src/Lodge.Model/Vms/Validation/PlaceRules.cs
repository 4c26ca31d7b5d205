using System.Globalization;
using System.Numerics;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Vms.Validation;

/// <summary>Rules that many fields have in common. A field that is absent breaks none of them.</summary>
internal static class PlaceRules
{
    private const int TitleLimit = 200;
    private const int DescriptionLimit = 8192;

    /// <summary>A number within bounds.</summary>
    public static void Range(this Place place, string field, long? value, long least, long most) =>
        place.AddIf(value < least || value > most, field, string.Create(CultureInfo.InvariantCulture, $"must be {least}{(least == most ? "" : $" to {most}")}, and is {value}"));

    /// <summary>A number with a lower bound only.</summary>
    public static void AtLeast(this Place place, string field, long? value, long least) =>
        place.AddIf(value < least, field, string.Create(CultureInfo.InvariantCulture, $"must be {least} or more, and is {value}"));

    /// <summary>A power of two within bounds.</summary>
    public static void PowerOfTwo(this Place place, string field, long? value, long least, long most) =>
        place.AddIf(
            value is { } number && (number < least || number > most || !BitOperations.IsPow2(number)),
            field,
            string.Create(CultureInfo.InvariantCulture, $"must be a power of two from {least} to {most}, and is {value}"));

    /// <summary>A size that is a power of two, with a lower bound.</summary>
    public static void PowerOfTwo(this Place place, string field, ByteSize? value, ByteSize least) =>
        place.AddIf(
            value is { } size && (size.CompareTo(least) < 0 || !BitOperations.IsPow2(size.Bytes)),
            field,
            $"must be a power of two of at least {least}, and is {value}");

    /// <summary>A size that is a multiple of another.</summary>
    public static void MultipleOf(this Place place, string field, ByteSize? value, ByteSize unit, string why = "") =>
        place.AddIf(value is { } size && size.Bytes % unit.Bytes != 0, field, $"must be a multiple of {unit}{why}, and is {value}");

    /// <summary>What people say of a thing: one line, and as many as they like.</summary>
    public static void About(this Place place, string? title, string? description)
    {
        place.OneLine("title", title, TitleLimit);
        place.AddIf(description?.Length > DescriptionLimit, "description", $"must have at most {DescriptionLimit} characters, and has {description?.Length}");
    }

    /// <summary>A text without line breaks.</summary>
    public static void OneLine(this Place place, string field, string? text, int most) =>
        place.AddIf(text is not null && (text.Length > most || text.AsSpan().ContainsAny('\n', '\r')), field, $"must be one line of at most {most} characters");

    /// <summary>An absolute path on the host.</summary>
    public static void AbsolutePath(this Place place, string field, string? path)
    {
        if (path is not null && Texts.PathProblem(path) is { } problem)
        {
            place.Add(field, problem);
        }
    }

    /// <summary>An absolute path of a Unix socket, which the kernel limits (unix(7)).</summary>
    public static void SocketPath(this Place place, string field, string? path)
    {
        place.AbsolutePath(field, path);
        place.AddIf(path is not null && Texts.Bytes(path) > Texts.SocketPathLimit, field, $"must have at most {Texts.SocketPathLimit} bytes, as every socket's path");
    }

    /// <summary>The name or IP address of a server, an IPv6 address without brackets.</summary>
    public static void Server(this Place place, string field, string? host) =>
        place.AddIf(
            host is not null && (host.StartsWith('[') || Uri.CheckHostName(host) == UriHostNameType.Unknown),
            field,
            $"must be the name or IP address of a host, and is '{host}'");

    /// <summary>A name that is safe in every notation of QEMU.</summary>
    public static void Word(this Place place, string field, string? name) =>
        place.AddIf(name is not null && !Texts.IsWord(name), field, $"must consist of 1 to 64 letters, digits, '.', '_' and '-', and is '{name}'");

    /// <summary>The name of a network interface of the host.</summary>
    public static void Interface(this Place place, string field, string? name)
    {
        if (name is not null && Texts.InterfaceProblem(name) is { } problem)
        {
            place.Add(field, problem);
        }
    }

    /// <summary>A text of printable ASCII characters.</summary>
    public static void Printable(this Place place, string field, string? text, int most, int least = 0) =>
        place.AddIf(
            text is not null && (text.Length < least || text.Length > most || !Texts.IsPrintable(text)),
            field,
            least == 0 ? $"must have at most {most} printable ASCII characters" : $"must have {least} to {most} printable ASCII characters");

    /// <summary>A list of processors or nodes, such as <c>0-3,8</c>; null when it is absent or malformed.</summary>
    public static CpuSet? Set(this Place place, string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (CpuSet.TryParse(text, out var set))
        {
            return set;
        }

        place.Add(field, $"must be a list of numbers such as '0-3,8', and is '{text}'");
        return null;
    }

    /// <summary>A field that means something only under a condition.</summary>
    /// <param name="place">Where.</param>
    /// <param name="applies">Whether the condition holds.</param>
    /// <param name="what">What the fields are for: <c>a virtio disk</c>.</param>
    /// <param name="fields">Their names and values; null means absent.</param>
    public static void Only(this Place place, bool applies, string what, params ReadOnlySpan<(string Field, object? Value)> fields)
    {
        if (applies)
        {
            return;
        }

        foreach (var (field, value) in fields)
        {
            place.AddIf(value is not null, field, $"is for {what} only; leave it out");
        }
    }

    /// <summary>The name of an enum's member as JSON has it, in quotes.</summary>
    public static string Quoted<T>(this T value)
        where T : struct, Enum => $"'{Kebab.Of(value)}'";
}
