using Lodge.Model.Primitives;

namespace Lodge.Model.Vms.Validation;

/// <summary>Processors and memory.</summary>
internal static class ComputeValidator
{
    private const int CpuLimit = 4096;
    private const long MiB = 1 << 20;
    private static readonly ByteSize MemoryLimit = ByteSize.FromGiB(64L << 10);

    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        if (definition.Cpu.Count is < 1 or > CpuLimit)
        {
            yield return new Flaw("cpu.count", $"must be 1 to {CpuLimit}, and is {definition.Cpu.Count}");
        }

        if (definition.Cpu.Model is { } model && !IsWord(model))
        {
            yield return new Flaw("cpu.model", $"must be the name of a QEMU CPU model, and is '{model}'");
        }

        var size = definition.Memory.Size;
        if (size.Bytes < MiB || size.CompareTo(MemoryLimit) > 0 || size.Bytes % MiB != 0)
        {
            yield return new Flaw("memory.size", $"must be a whole number of MiB from 1MiB to {MemoryLimit}, and is {size}");
        }
    }

    /// <summary>Whether a text is safe and plausible as a QEMU name: it never can be read as more options.</summary>
    public static bool IsWord(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+') && text[0] is not ('-' or '+');
}
