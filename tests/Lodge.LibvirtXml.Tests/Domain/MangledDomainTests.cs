using System.Runtime.CompilerServices;
using Lodge.LibvirtXml.Domain;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>A whole domain with single things changed in it: it is read or refused, and nothing else ever happens.</summary>
public sealed class MangledDomainTests
{
    private const int Rounds = 1000;
    private static readonly string[] s_values = ["", "-1", "0", "99999999999999999999", "yes", "on", "x", "0x", "é'\"<", " "];

    [Fact]
    public void Changed_values_and_removed_elements_are_read_or_refused()
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "Golden", "everything.out.xml"));
        var random = new Random(20261123);
        var (read, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var mangled = Mangle(text, random);
            try
            {
                var definition = DomainXml.Read(mangled);
                DomainXml.Read(DomainXml.Write(definition, new DomainXmlOptions { Secure = true }));
                read++;
            }
            catch (LibvirtXmlException error)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
        }

        Assert.InRange(read, Rounds / 20, Rounds);
        Assert.InRange(refused, Rounds / 20, Rounds);
    }

    private static string Mangle(string text, Random random) => random.Next(4) switch
    {
        0 => ReplaceBetween(text, random, '\'', '\'', System.Security.SecurityElement.Escape(s_values[random.Next(s_values.Length)])!),
        1 => ReplaceBetween(text, random, '>', '<', System.Security.SecurityElement.Escape(s_values[random.Next(s_values.Length)])!),
        2 => DropLine(text, random),
        _ => text.Remove(random.Next(text.Length), 1),
    };

    private static string ReplaceBetween(string text, Random random, char open, char close, string value)
    {
        var start = text.IndexOf(open, random.Next(text.Length));
        var end = start < 0 ? -1 : text.IndexOf(close, start + 1);
        return end < 0 ? text : string.Concat(text.AsSpan(0, start + 1), value, text.AsSpan(end));
    }

    private static string DropLine(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var single = Enumerable.Range(0, lines.Count).Where(i => lines[i].EndsWith("/>", StringComparison.Ordinal) || lines[i].Contains("</", StringComparison.Ordinal) && lines[i].Count(c => c == '<') == 2).ToList();
        lines.RemoveAt(single[random.Next(single.Count)]);
        return string.Join('\n', lines);
    }

    private static string Folder([CallerFilePath] string caller = "") => Path.GetDirectoryName(caller)!;
}
