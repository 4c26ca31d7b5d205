using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>A character device on a passed socket.</summary>
internal static class SocketChardev
{
    public static string Of(PlanBuilder plan, string id, string path, string? logFile = null) => OptionText.Of(
        "socket",
        ("id", id),
        ("fd", PlanBuilder.Text(plan.Pass(id, new ListeningSocket(path)))),
        ("server", "on"),
        ("wait", "off"),
        ("logfile", logFile),
        ("logappend", logFile is null ? null : "on"));

    /// <summary>A character device that waits for clients on a passed socket.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="path">Where it listens.</param>
    public static PlannedChardev Listening(string id, string path)
    {
        var socket = new DescriptorValue(DescriptorForm.Number, new DeviceDescriptor(id, new ListeningSocket(path)));
        return new PlannedChardev(
            "socket",
            id,
            [("fd", socket), ("server", true), ("wait", false)],
            [("addr", OptionMap.Of(("type", "fd"), ("data", OptionMap.Of(("str", socket))))), ("server", true), ("wait", false)]);
    }

    /// <summary>A character device on a passed socket that is connected already.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="label">What the socket is for.</param>
    /// <param name="path">Where somebody listens.</param>
    public static PlannedChardev Connected(string id, string label, string path)
    {
        var socket = new DescriptorValue(DescriptorForm.Number, new DeviceDescriptor(label, new CompanionConnection(path)));
        return new PlannedChardev(
            "socket",
            id,
            [("fd", socket)],
            [("addr", OptionMap.Of(("type", "fd"), ("data", OptionMap.Of(("str", socket))))), ("server", false)]);
    }
}
