using System.Runtime.CompilerServices;

namespace Lodge.Fuzz.Xml;

/// <summary>Documents that inputs begin as: the domains of the tests, each of their devices, and what else there is to read.</summary>
internal static class XmlCorpus
{
    private static readonly string[] s_others =
    [
        "<cpu mode='custom'><model>Skylake-Client</model><feature policy='require' name='vmx'/></cpu>",
        "<domainsnapshot><name>before</name><description>d</description><memory snapshot='external' file='/m'/>"
            + "<disks><disk name='vda' snapshot='external'><driver type='qcow2'/><source file='/a'/></disk></disks></domainsnapshot>",
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
