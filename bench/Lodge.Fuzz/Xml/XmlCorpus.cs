using System.Runtime.CompilerServices;

namespace Lodge.Fuzz.Xml;

/// <summary>Documents that inputs begin as: the domains of the tests, each of their devices, and what else there is to read.</summary>
internal static class XmlCorpus
{
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
        "<controller type='usb' index='1' model='ich9-ehci1'><address type='pci' domain='0x0000' bus='0x00' slot='0x1d' function='0x7'/></controller>",
        "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x01' slot='0x00' function='0x1'/></source></hostdev>",
        "<memory model='virtio-mem'><target><size unit='MiB'>64</size><node>0</node><block unit='KiB'>2048</block><requested unit='MiB'>32</requested></target></memory>",
    ];

    public static List<string> Read()
    {
        List<string> domains = [.. Directory.EnumerateFiles(Folder(), "*.xml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        return [.. domains, .. domains.SelectMany(DevicesOf).Distinct(), .. s_others];
    }

    private static IEnumerable<string> DevicesOf(string domain)
    {
        var pieces = XmlPieces.Cut(domain);
        var start = pieces.IndexOf("<devices>") + 1;
        for (var i = start; i < pieces.Count && pieces[i] != "</devices>"; i++)
        {
            if (XmlPieces.Opens(pieces[i]))
            {
                var end = XmlPieces.EndOf(pieces, i);
                yield return string.Concat(pieces[i..end]);
                i = end - 1;
            }
        }
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "tests", "Lodge.LibvirtXml.Tests", "Domain", "Golden");
}
