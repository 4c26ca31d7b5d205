using System.Runtime.CompilerServices;

namespace Lodge.Fuzz.Xml;

/// <summary>Documents that inputs begin as: the domains and networks of the tests, each of the domains' devices, and what else there is to read.</summary>
internal static class XmlCorpus
{
    private const int LongestSection = 3000;

    private static readonly string[] s_others =
    [
        "<cpu mode='custom'><model>Skylake-Client</model><feature policy='require' name='vmx'/></cpu>",
        "<cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor><topology sockets='1' dies='1' cores='2' threads='1'/><feature name='svm'/></cpu>",
        "<domainsnapshot><name>before</name><description>d</description><state>running</state><creationTime>1</creationTime><parent><name>p</name></parent>"
            + "<memory snapshot='external' file='/m'/>"
            + "<disks><disk name='vda' snapshot='external'><driver type='qcow2'/><source file='/a'/></disk><disk name='vdb' snapshot='no'/></disks></domainsnapshot>",
        "<secret ephemeral='no' private='yes'><uuid>0198f0f0-0000-7000-8000-000000000001</uuid><description>d</description>"
            + "<usage type='volume'><volume>/a</volume></usage></secret>",
        "<pool type='dir'><name>p</name><uuid>0198f0f0-0000-7000-8000-000000000002</uuid><source/><target><path>/a</path></target></pool>",
        "<note at=\"x &amp; y\">a <b xmlns:c='urn:c' c:d='e'><c:f/>text</b>\n<g xmlns='urn:g'><h/></g></note>",
        "<domain type='kvm'><name>a</name><memory>1048576</memory><os><type>hvm</type></os><launchSecurity type='sev' kernelHashes='yes'><cbitpos>47</cbitpos>"
            + "<reducedPhysBits>1</reducedPhysBits><policy>0x0003</policy><dhCert>AA</dhCert><session>BB</session></launchSecurity></domain>",
        "<controller type='usb' index='1' model='ich9-ehci1'><address type='pci' domain='0x0000' bus='0x00' slot='0x1d' function='0x7'/></controller>",
        "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></source></hostdev>",
        "<memory model='virtio-mem'><target><size unit='MiB'>64</size><node>0</node><block unit='KiB'>2048</block><requested unit='MiB'>32</requested></target></memory>",
    ];

    public static List<string> Read()
    {
        var domains = Goldens("Domain");
        return [.. domains, .. Goldens("Networks"), .. domains.SelectMany(SectionsOf).Distinct(), .. domains.SelectMany(DevicesOf).Distinct(), .. s_others];
    }

    // Each part of a domain in a small domain of its own, which is read many times sooner.
    private static IEnumerable<string> SectionsOf(string domain) => ElementsIn(domain, "<domain")
        .Where(part => part.Length < LongestSection && !Is(part, "name"))
        .Select(part => $"<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>a</name>"
            + (Is(part, "memory") ? "" : "<memory>1048576</memory>") + (Is(part, "os") ? "" : "<os><type machine='q35'>hvm</type></os>") + part + "</domain>");

    private static bool Is(string part, string name) =>
        part.StartsWith($"<{name}>", StringComparison.Ordinal) || part.StartsWith($"<{name} ", StringComparison.Ordinal);

    private static IEnumerable<string> DevicesOf(string domain) => ElementsIn(domain, "<devices");

    private static IEnumerable<string> ElementsIn(string document, string tag)
    {
        var pieces = XmlPieces.Cut(document);
        var start = pieces.FindIndex(piece => piece.StartsWith(tag, StringComparison.Ordinal));
        for (var i = start + 1; start >= 0 && i < pieces.Count && !pieces[i].StartsWith("</" + tag[1..], StringComparison.Ordinal); i++)
        {
            if (XmlPieces.Opens(pieces[i]))
            {
                var end = XmlPieces.EndOf(pieces, i);
                yield return string.Concat(pieces[i..end]);
                i = end - 1;
            }
        }
    }

    private static List<string> Goldens(string kind) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder(), kind, "Golden"), "*.xml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "tests", "Lodge.LibvirtXml.Tests");
}
