using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;

namespace Lodge.Cli.Editing.Settings;

/// <summary>Carries out assignments such as <c>memory=4G</c> and <c>disk.vda.iops=500</c> on a definition. Pure.</summary>
internal static class SettingAssignments
{
    private const string MostProcessors = "cpus.max";

    /// <summary>The definition with all of them carried out, as JSON to send.</summary>
    /// <exception cref="LodgeException">One has no place in the definition.</exception>
    public static byte[] Apply(VmDefinition definition, IEnumerable<string> assignments)
    {
        var json = JsonSerializer.SerializeToNode(definition, ApiJson.Default.VmDefinition)!.AsObject();

        // How many processors there are is set within the most that there can be.
        foreach (var (name, value) in assignments.Select(Split).OrderBy(pair => pair.Name == MostProcessors ? 0 : 1))
        {
            Apply(json, name, value);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>Divides <c>name=value</c>.</summary>
    /// <exception cref="LodgeException">It has no name, or no value.</exception>
    public static (string Name, string Value) Split(string assignment)
    {
        var at = assignment.IndexOf('=');
        return at > 0
            ? (assignment[..at], assignment[(at + 1)..])
            : throw new LodgeException(
                ErrorCode.InvalidArgument, $"'{assignment}' has no name and value.", "Write name=value, such as memory=4G or disk.vda.iops=500; null takes a field away.");
    }

    private static void Apply(JsonObject json, string name, string value)
    {
        switch (name)
        {
            case "cpus" when Count(value) is { } count:
                SetProcessors(json["cpu"]!.AsObject(), count);
                break;
            case MostProcessors when Count(value) is { } most:
                SetMostProcessors(json["cpu"]!.AsObject(), most);
                break;
            case "memory" when ByteSize.TryParse(value, out var size):
                SetMemory(json["memory"]!.AsObject(), size);
                break;
            default:
                FieldAssignment.Apply(json, ApiJson.Default.VmDefinition, $"{SettingPath.Of(name)}={value}");
                break;
        }
    }

    // Up to the maximum, processors are plugged in and out; beyond it, the maximum itself has to grow.
    private static void SetProcessors(JsonObject cpu, int count)
    {
        var most = (int?)cpu["count"] ?? 1;
        cpu.Remove("current");
        if (count > most)
        {
            cpu["count"] = count;
        }
        else if (count < most)
        {
            cpu["current"] = count;
        }
    }

    private static void SetMostProcessors(JsonObject cpu, int most)
    {
        var present = (int?)cpu["current"] ?? (int?)cpu["count"] ?? 1;
        cpu["count"] = most;
        cpu.Remove("current");
        if (present < most)
        {
            cpu["current"] = present;
        }
    }

    // A balloon that would leave the guest more than there is has nothing to do any more.
    private static void SetMemory(JsonObject memory, ByteSize size)
    {
        memory["size"] = size.ToString();
        if (ByteSize.TryParse((string?)memory["current"], out var current) && current.Bytes >= size.Bytes)
        {
            memory.Remove("current");
        }
    }

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
}
