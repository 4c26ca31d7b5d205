using System.Diagnostics;
using System.Text;
using Lodge.Fuzz.Coverage;
using Lodge.LibvirtXml;
using Lodge.LibvirtXml.Cpu;
using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Snapshots;

namespace Lodge.Fuzz.Xml;

/// <summary>
/// Gives documents to the readers of domains, devices, processors and snapshots. Each either is refused with a
/// LibvirtXmlException, or is read; a domain that was read is written, and what was written is read and written again
/// to the same text. No input may cost more memory than its length allows for.
/// </summary>
internal sealed class XmlFuzzer(FuzzOptions options, CoverageMap? coverage, TextWriter output)
{
    // The tree of a document of empty elements, and what is made of it.
    private const long BytesForEachByte = 512;
    private const long BytesBesides = 512 * 1024;
    private const int WarmingUp = 1000;

    private static readonly DomainXmlOptions s_all = new() { Secure = true };

    private long _read;
    private long _refused;
    private long _kept;
    private long _mostMemory;

    /// <summary>Runs; 0 when nothing was found.</summary>
    public int Run()
    {
        var mutator = new XmlMutator(options.Seed, XmlCorpus.Read());
        var watch = Stopwatch.StartNew();
        for (var i = 0L; i < options.Count; i++)
        {
            var document = mutator.Next();
            coverage?.Begin();
            if (TryOne(document, weigh: i >= WarmingUp) is { } finding)
            {
                output.WriteLine($"input {i}: {finding}");
                output.WriteLine(document);
                return 1;
            }

            if (coverage?.IsNew() == true)
            {
                mutator.Keep(document);
                _kept++;
            }
        }

        output.WriteLine(
            $"{options.Count} documents with seed {options.Seed} in {watch.Elapsed.TotalSeconds:F0} s: {_read} read, {_refused} refused, "
            + $"at most {_mostMemory} bytes of memory for one{(coverage is null ? "" : $", {coverage.Branches} branches, {_kept} documents kept")}; nothing found");
        return 0;
    }

    private string? TryOne(string document, bool weigh)
    {
        var bytes = Encoding.UTF8.GetBytes(document);
        var before = GC.GetAllocatedBytesForCurrentThread();
        string? finding = null;
        try
        {
            finding = Read(document, bytes);
            _read++;
        }
        catch (LibvirtXmlException refused) when (refused.Message.Length is > 0 and < 1000)
        {
            _refused++;
        }
        catch (Exception defect)
        {
            return defect.ToString();
        }

        var memory = weigh ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
        _mostMemory = Math.Max(_mostMemory, memory);
        return finding ?? (memory > BytesBesides + (BytesForEachByte * bytes.Length) ? $"{memory} bytes of memory for {bytes.Length}" : null);
    }

    private static string? Read(string document, byte[] bytes)
    {
        var start = document.TrimStart();
        if (start.StartsWith("<domainsnapshot", StringComparison.Ordinal))
        {
            SnapshotXml.Read(document);
        }
        else if (start.StartsWith("<cpu", StringComparison.Ordinal))
        {
            CpuXml.Read(document);
        }
        else if (start.StartsWith("<domain", StringComparison.Ordinal))
        {
            return Again(DomainXml.Write(DomainXml.Read(bytes), s_all));
        }
        else
        {
            DeviceXml.Read(document);
        }

        return null;
    }

    private static string? Again(string written)
    {
        try
        {
            var again = DomainXml.Write(DomainXml.Read(written), s_all);
            return again == written ? null : $"what was written is not read the same:\n{written}\n--- and then ---\n{again}";
        }
        catch (LibvirtXmlException broken)
        {
            return $"what was written cannot be read: {broken.Message}\n{written}";
        }
    }
}
