using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.Editing.Settings;
using Lodge.Model.Images;
using Lodge.Model.Vms;

namespace Lodge.Cli.Launching;

/// <summary>Writes the request that creates and starts a VM. Pure.</summary>
internal static class LaunchRequest
{
    /// <summary>
    /// The request as JSON: a <c>CreateVm</c>. Text, not a record, so that a value or a field that does not exist reaches
    /// the daemon, which can say so best.
    /// </summary>
    /// <param name="definition">The definition so far.</param>
    /// <param name="wishes">Values and devices that come on top of it.</param>
    /// <param name="paused">Whether the VM is left paused before its first instruction.</param>
    /// <param name="transient">Whether it is forgotten when it stops.</param>
    /// <param name="image">What it gets from an image with a disk; null for nothing.</param>
    public static byte[] Make(VmDefinition definition, LaunchWishes wishes, bool paused, bool transient, ImageLaunch? image = null)
    {
        var from = image is null ? "" : $"\"image\":{JsonSerializer.Serialize(image, ReadableJson.Compact.ImageLaunch)},";
        var devices = string.Join(',', wishes.Devices.Select(Encoding.UTF8.GetString));
        var head = $$"""{"start":true,"paused":{{Json(paused)}},"transient":{{Json(transient)}},"devices":[{{devices}}],{{from}}"definition":""";
        return [.. Encoding.UTF8.GetBytes(head), .. SettingAssignments.Apply(definition, wishes.Values), (byte)'}'];
    }

    private static string Json(bool value) => value ? "true" : "false";
}
