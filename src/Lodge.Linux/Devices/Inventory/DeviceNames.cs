namespace Lodge.Linux.Devices.Inventory;

/// <summary>Names of devices, unique on a host: the kind, then the kernel's own name with all but letters and digits made plain.</summary>
internal static class DeviceNames
{
    /// <summary>A name.</summary>
    public static string Of(string kind, string own) =>
        $"{kind}_{string.Create(own.Length, own, (chars, from) => { for (var i = 0; i < chars.Length; i++) { chars[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_'; } })}";
}
