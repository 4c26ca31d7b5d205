using System.Diagnostics;
using Lodge.Fuzz.Coverage;
using Lodge.Libvirt.Protocol;
using Lodge.Xdr;

namespace Lodge.Fuzz.Wire;

/// <summary>
/// Gives inputs to the decoder of arguments and to that of results. Each either is refused with an XdrException, or
/// gives a message that is written and read again to the same bytes. No input may cost more memory than its length
/// allows for.
/// </summary>
internal sealed class WireFuzzer(FuzzOptions options, CoverageMap? coverage, TextWriter output)
{
    // A message of empty strings is the worst: 8 bytes of reference, and nothing else, for 4 on the wire; the rest is
    // room for short arrays and the exception.
    private const long BytesForEachByte = 64;
    private const long BytesBesides = 16 * 1024;
    // The first exceptions cost memory that has nothing to do with their inputs.
    private const int WarmingUp = 1000;
    private const int Limit = 8 * 1024 * 1024;

    private readonly XdrWriter _once = new(Limit);
    private readonly XdrWriter _twice = new(Limit);
    private long _decoded;
    private long _refused;
    private long _kept;
    private long _mostMemory;

    /// <summary>Runs; 0 when nothing was found.</summary>
    public int Run()
    {
        var mutator = new Mutator(options.Seed, Corpus.Read());
        var watch = Stopwatch.StartNew();
        for (var i = 0L; _decoded + _refused < options.Count; i++)
        {
            var (payload, program, procedure) = mutator.Next();
            var isResult = (i & 1) == 1;
            coverage?.Begin();
            if (TryOne(payload, program, procedure, isResult, weigh: i >= WarmingUp) is { } finding)
            {
                output.WriteLine($"input {i}, program {program:x8}, procedure {procedure}, {(isResult ? "results" : "arguments")}: {finding}");
                output.WriteLine(Convert.ToHexStringLower(payload));
                return 1;
            }

            if (coverage?.IsNew() == true)
            {
                mutator.Keep(payload, program, procedure);
                _kept++;
            }
        }

        output.WriteLine(
            $"{_decoded + _refused} inputs with seed {options.Seed} in {watch.Elapsed.TotalSeconds:F0} s: {_decoded} decoded, {_refused} refused, "
            + $"at most {_mostMemory} bytes of memory for one{(coverage is null ? "" : $", {coverage.Branches} branches, {_kept} inputs kept")}; nothing found");
        return 0;
    }

    private string? TryOne(byte[] payload, uint program, int procedure, bool isResult, bool weigh)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            if (!Transcode(payload, program, procedure, isResult, _once))
            {
                return null; // No message of this procedure has anything in it.
            }

            _decoded++;
        }
        catch (XdrException)
        {
            _refused++;
        }
        catch (Exception defect)
        {
            return defect.ToString();
        }

        var memory = weigh ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
        _mostMemory = Math.Max(_mostMemory, memory);
        return memory > BytesBesides + (BytesForEachByte * payload.Length) ? $"{memory} bytes of memory for {payload.Length}"
            : _once.Length > 0 ? CompareSecond(program, procedure, isResult) : null;
    }

    private string? CompareSecond(uint program, int procedure, bool isResult)
    {
        try
        {
            Transcode(_once.Written.Span, program, procedure, isResult, _twice);
        }
        catch (XdrException broken)
        {
            return _once.Length > 0 ? $"what was written cannot be read: {broken.Message}" : null;
        }

        return _once.Written.Span.SequenceEqual(_twice.Written.Span) ? null : "what was written is not read the same";
    }

    private static bool Transcode(ReadOnlySpan<byte> payload, uint program, int procedure, bool isResult, XdrWriter writer)
    {
        writer.Truncate(0);
        var reader = new XdrReader(payload);
        try
        {
            return isResult
                ? MessageCatalog.Results(program, procedure, ref reader, writer)
                : MessageCatalog.Arguments(program, procedure, ref reader, writer);
        }
        catch
        {
            writer.Truncate(0);
            throw;
        }
    }
}
