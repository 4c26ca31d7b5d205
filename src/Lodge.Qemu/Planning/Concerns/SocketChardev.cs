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

    /// <summary>A character device on a passed socket that is connected already.</summary>
    public static string Connected(string id, int descriptor) =>
        OptionText.Of("socket", ("id", id), ("fd", PlanBuilder.Text(descriptor)));
}
