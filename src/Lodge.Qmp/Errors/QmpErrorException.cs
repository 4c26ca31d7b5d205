namespace Lodge.Qmp;

/// <summary>QEMU answered a command with an error. The connection goes on.</summary>
public sealed class QmpErrorException : QmpException
{
    internal QmpErrorException(string command, string errorClass, string description)
        : base(command, $"QEMU refused '{command}': {description} ({errorClass})")
    {
        Class = errorClass;
        Description = description;
    }

    /// <summary>QEMU's error class, see <see cref="QmpErrorClass"/>. Nearly always <c>GenericError</c>.</summary>
    public string Class { get; }

    /// <summary>QEMU's sentence. For people; its wording changes between versions.</summary>
    public string Description { get; }
}

/// <summary>The error classes that QEMU promises to keep (qapi/error.json).</summary>
public static class QmpErrorClass
{
    /// <summary>Anything that has no class of its own.</summary>
    public const string GenericError = "GenericError";

    /// <summary>This QEMU does not have the command, or not yet in its present state.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>The device is not active.</summary>
    public const string DeviceNotActive = "DeviceNotActive";

    /// <summary>There is no such device.</summary>
    public const string DeviceNotFound = "DeviceNotFound";

    /// <summary>The host's KVM lacks something that the command needs.</summary>
    public const string KvmMissingCap = "KVMMissingCap";
}
