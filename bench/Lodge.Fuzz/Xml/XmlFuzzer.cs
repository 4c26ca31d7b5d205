using System.Diagnostics;
using System.Text;
using Lodge.Fuzz.Coverage;
using Lodge.LibvirtXml;

namespace Lodge.Fuzz.Xml;

/// <summary>
/// Gives documents to the readers of libvirt's XML. Each either is refused with a LibvirtXmlException, or comes through
/// <see cref="XmlRoundTrip"/>. No input may cost more memory than its length allows for, nor take long. Each kind of
/// finding is told once, with its first input.
/// </summary>
internal sealed class XmlFuzzer(FuzzOptions options, CoverageMap? coverage, TextWriter output)
{
    // Trees and definitions, twice, of a document of short elements.
    private const long BytesForEachByte = 1024;
    private const long BytesBesides = 1024 * 1024;
    private const int LongestMessage = 1000;
    private const int WarmingUp = 1000;
    private const int HostileEach = 256;
    private const int MostShown = 3000;

    // For the largest documents, on a machine that does other work too.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, int> _findings = [];
    private long _read;
    private long _refused;
    private long _kept;
    private long _mostMemory;
    private TimeSpan _slowest;

    /// <summary>Runs; 0 when nothing was found.</summary>
    public int Run()
    {
        var mutator = new XmlMutator(options.Seed, XmlCorpus.Read());
        var hostile = new HostileXml(options.Seed);
        var watch = Stopwatch.StartNew();
        for (var i = 0L; i < options.Count; i++)
        {
            var document = i % HostileEach == 0 ? null : mutator.Next();
            var bytes = document is null ? hostile.Next() : Encoding.UTF8.GetBytes(document);
            coverage?.Begin();
            if (TryOne(bytes, weigh: i >= WarmingUp) is { } finding)
            {
                Tell(i, finding, bytes);
            }

            if (coverage?.IsNew() == true && document is not null)
            {
                mutator.Keep(document);
                _kept++;
            }
        }

        Summarize(watch.Elapsed);
        return _findings.Count == 0 ? 0 : 1;
    }

    private Finding? TryOne(byte[] document, bool weigh)
    {
        var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var finding = Read(document, out var isRefused);
        _refused += isRefused ? 1 : 0;
        _read += isRefused ? 0 : 1;
        var memory = weigh ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
        var time = weigh ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;
        _mostMemory = Math.Max(_mostMemory, memory);
        _slowest = time > _slowest ? time : _slowest;
        return finding
            ?? (memory > BytesBesides + (BytesForEachByte * document.Length) ? new Finding("memory", $"{memory} bytes of memory for {document.Length}")
            : time > s_longest ? new Finding("time", $"{time.TotalSeconds:F1} s for {document.Length} bytes") : null);
    }

    private Finding? Read(byte[] document, out bool isRefused)
    {
        isRefused = false;
        try
        {
            using var alarm = new Alarm(document, output);
            return XmlRoundTrip.Check(document);
        }
        catch (LibvirtXmlException refused)
        {
            isRefused = true;
            return refused.Message.Length is 0 or > LongestMessage ? new Finding("a message without end", refused.ToString()) : null;
        }
        catch (Exception defect)
        {
            return Finding.Of(defect);
        }
    }

    private void Tell(long number, Finding finding, byte[] document)
    {
        _findings[finding.Kind] = _findings.GetValueOrDefault(finding.Kind) + 1;
        if (_findings[finding.Kind] > 1)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(document);
        if (finding.Kind is not "memory" and not "time")
        {
            text = XmlShrinker.Shrink(text, smaller => Read(Encoding.UTF8.GetBytes(smaller), out _)?.Kind == finding.Kind);
            finding = Read(Encoding.UTF8.GetBytes(text), out _) ?? finding;
        }

        output.WriteLine($"input {number}: {finding.Kind}\n{Cut(finding.Details)}\n--- by ---\n{Cut(text)}\n");
    }

    private void Summarize(TimeSpan elapsed)
    {
        output.WriteLine(
            $"{options.Count} documents with seed {options.Seed} in {elapsed.TotalSeconds:F0} s: {_read} read, {_refused} refused, "
            + $"at most {_mostMemory / 1048576} MiB of memory and {_slowest.TotalSeconds:F1} s for one"
            + (coverage is null ? "" : $", {coverage.Branches} branches, {_kept} documents kept")
            + (_findings.Count == 0 ? "; nothing found" : $"; {_findings.Count} kinds of defects found"));
        foreach (var (kind, count) in _findings.OrderByDescending(finding => finding.Value))
        {
            output.WriteLine($"{count,9}  {kind}");
        }
    }

    private static string Cut(string text) => text.Length <= MostShown ? text : string.Concat(text.AsSpan(0, MostShown), "…");
}
