namespace Lodge.LibvirtXml.Cpu;

/// <summary>Vendors of processors: as the processor says it, and as libvirt's CPU map has it.</summary>
internal static class CpuVendors
{
    private static readonly (string Identity, string Name)[] s_vendors =
        [("GenuineIntel", "Intel"), ("AuthenticAMD", "AMD"), ("HygonGenuine", "Hygon")];

    /// <summary>libvirt's name; null for a vendor that it has none for.</summary>
    public static string? Short(string identity) =>
        s_vendors.Where(vendor => vendor.Identity == identity).Select(vendor => vendor.Name).FirstOrDefault();
}
