using System.Reflection;

namespace Lodge.Daemon;

/// <summary>The daemon's own version.</summary>
internal static class DaemonVersion
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(DaemonVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
