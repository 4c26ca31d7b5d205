using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;launchSecurity&gt;</c>: memory that the host cannot read.</summary>
internal static class LaunchSecuritySection
{
    // No debugging, no sharing of keys; and with SNP, threads of a core allowed.
    private const uint SevPolicy = 3;
    private const ulong SnpPolicy = 0x30000;

    public static LaunchSecurityDefinition? Read(Element root)
    {
        if (root.Child("launchSecurity") is not { } security)
        {
            return null;
        }

        return security.Need("type") switch
        {
            "sev" => new SevSecurity
            {
                Policy = checked((uint?)security.Child("policy")?.OwnNumber(0, uint.MaxValue)) ?? SevPolicy,
                CBitPosition = security.IntOf("cbitpos"),
                ReducedPhysicalBits = security.IntOf("reducedPhysBits"),
                DhCertificate = security.TextOf("dhCert"),
                Session = security.TextOf("session"),
                KernelHashes = security.YesNo("kernelHashes"),
            },
            "sev-snp" => new SevSnpSecurity
            {
                Policy = (ulong?)security.Child("policy")?.OwnNumber() ?? SnpPolicy,
                CBitPosition = security.IntOf("cbitpos"),
                ReducedPhysicalBits = security.IntOf("reducedPhysBits"),
                KernelHashes = security.YesNo("kernelHashes"),
                HostData = security.TextOf("hostData"),
            },
            "s390-pv" or "tdx" => throw security.Unsupported($"launch security of the type '{security.Need("type")}'"),
            var other => throw security.Invalid($"'{other}' for the attribute 'type' of <launchSecurity>"),
        };
    }

    public static void Write(XmlOut output, LaunchSecurityDefinition? security)
    {
        if (security is SevSecurity sev)
        {
            using var element = output.Element("launchSecurity");
            output.Attr("type", "sev").YesNo("kernelHashes", sev.KernelHashes);
            WriteBits(output, sev.CBitPosition, sev.ReducedPhysicalBits);
            output.Leaf("policy", string.Create(CultureInfo.InvariantCulture, $"0x{sev.Policy ?? SevPolicy:x4}"));
            output.Leaf("dhCert", sev.DhCertificate);
            output.Leaf("session", sev.Session);
        }

        if (security is SevSnpSecurity snp)
        {
            using var element = output.Element("launchSecurity");
            output.Attr("type", "sev-snp").YesNo("kernelHashes", snp.KernelHashes);
            WriteBits(output, snp.CBitPosition, snp.ReducedPhysicalBits);
            output.Leaf("policy", string.Create(CultureInfo.InvariantCulture, $"0x{snp.Policy ?? SnpPolicy:x16}"));
            output.Leaf("hostData", snp.HostData);
        }
    }

    private static void WriteBits(XmlOut output, int? position, int? reduced)
    {
        output.Leaf("cbitpos", position);
        output.Leaf("reducedPhysBits", reduced);
    }
}
