using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json.Nodes;
using Lodge.Cli.Editing;
using Lodge.Cli.Editing.Settings;
using Lodge.Model.Errors;
using Lodge.Model.Text;

namespace Lodge.Cli.Devices;

/// <summary>
/// Makes the device that a command line describes: its kind, what it is chiefly about (an image, a folder, a size), and
/// fields as <c>name=value</c>. Pure. Whether the fields exist is the daemon's to say.
/// </summary>
internal static class DeviceRequest
{
    private static readonly string[] s_paths = ["disk", "cdrom", "floppy", "filesystem"];

    /// <summary>The request's body.</summary>
    /// <param name="kind">The word for the kind.</param>
    /// <param name="words">The rest of the command line.</param>
    /// <param name="absolute">Makes a path of the host absolute.</param>
    public static byte[] Make(string kind, IReadOnlyList<string> words, Func<string, string> absolute)
    {
        var word = Find(kind);
        var main = words.Where(text => !text.Contains('=')).ToArray();
        if (main.Length > (word.Main is null ? 0 : 1))
        {
            throw Wrong(word, $"'{main[^1]}' is too much.");
        }

        var value = main.FirstOrDefault();
        var device = word.Begin(value is not null && s_paths.Contains(word.Word) ? absolute(value) : value);
        foreach (var assignment in words.Where(text => text.Contains('=')))
        {
            var (name, given) = SettingAssignments.Split(assignment);
            FieldAssignment.Apply(device, word.Json, $"{PathOf(word, name)}={given}");
        }

        return Body(word, device);
    }

    /// <summary>The request's body for a device in one text, such as <c>disk "my data.qcow2" bus=scsi</c>.</summary>
    public static byte[] Parse(string text, Func<string, string> absolute)
    {
        var words = CommandLineParser.SplitCommandLine(text).ToArray();
        return words.Length > 0
            ? Make(words[0], words[1..], absolute)
            : throw new LodgeException(ErrorCode.InvalidArgument, "--device is empty.", "Write, for example: --device 'disk data.qcow2 bus=scsi'");
    }

    /// <summary>The request's body for a device that is written in JSON.</summary>
    public static byte[] Wrap(string kind, byte[] json) =>
        [.. Encoding.UTF8.GetBytes($"{{\"{Find(kind).Field}\":"), .. json, (byte)'}'];

    private static byte[] Body(DeviceWord word, JsonObject device) =>
        Encoding.UTF8.GetBytes(new JsonObject { [word.Field] = device }.ToJsonString());

    // As 'lodge set' would name the field of such a device: 'iops' is 'throttle.totalIops' of a disk.
    private static string PathOf(DeviceWord word, string name) =>
        string.Join('.', SettingPath.Of($"{word.List}.*.{name}").Split('.').Skip(2));

    private static DeviceWord Find(string kind)
    {
        if (DeviceWord.All.FirstOrDefault(word => word.Word == kind) is { } known)
        {
            return known;
        }

        var words = DeviceWord.All.Select(word => word.Word).ToArray();
        var near = Suggestion.For(kind, words);
        throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"'{kind}' is no kind of device.",
            near is null ? $"There are: {string.Join(", ", words)}." : $"Did you mean '{near}'?");
    }

    private static LodgeException Wrong(DeviceWord word, string message) => new(
        ErrorCode.InvalidArgument, message, $"Write: lodge attach NAME {word.Word}{(word.Main is null ? "" : $" [{word.Main}]")} [name=value …]");
}
