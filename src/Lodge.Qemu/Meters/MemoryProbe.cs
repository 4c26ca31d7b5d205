using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Meters;

/// <summary>
/// A guest's memory, looked at from outside. It is read through QEMU's monitor for people, which prints it; the command
/// that writes it to a file would need a folder that QEMU may write to.
/// </summary>
/// <param name="session">The monitor.</param>
/// <param name="onMeasure">Told before QEMU begins to measure how fast memory changes.</param>
internal sealed class MemoryProbe(QmpSession session, Action onMeasure) : IVmMemoryProbe
{
    // What is printed is seven times as long.
    private const int Piece = 16 * 1024;

    public async Task<byte[]> PeekAsync(long address, int length, bool isVirtual, CancellationToken cancellationToken)
    {
        var memory = new byte[length];
        for (var done = 0; done < length;)
        {
            var wanted = Math.Min(Piece, length - done);
            var line = string.Create(CultureInfo.InvariantCulture, $"{(isVirtual ? "x" : "xp")} /{wanted}xb 0x{(ulong)(address + done):x}");
            var printed = await session.ExecuteAsync(new HumanMonitorCommand(line), cancellationToken);
            var read = Read(printed, memory.AsSpan(done, wanted));
            done += read == wanted ? read : throw Nothing(address + done + read, printed);
        }

        return memory;
    }

    public Task MeasureDirtyRateAsync(int seconds, DirtyRateMethod method, CancellationToken cancellationToken)
    {
        onMeasure();
        return session.ExecuteAsync(new CalcDirtyRateCommand(seconds, Kebab.Of(method)), cancellationToken);
    }

    /// <summary>Reads the bytes of lines such as <c>0000000000001000: 0x53 0xff</c>.</summary>
    /// <returns>How many there are, up to the first that is none.</returns>
    internal static int Read(ReadOnlySpan<char> printed, Span<byte> into)
    {
        var count = 0;
        foreach (var line in printed.EnumerateLines())
        {
            var bytes = line[(line.IndexOf(':') + 1)..];
            foreach (var range in bytes.Split(' '))
            {
                var word = bytes[range].Trim();
                if (word.IsEmpty)
                {
                    continue;
                }

                if (count == into.Length || !word.StartsWith("0x") || !byte.TryParse(word[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out into[count]))
                {
                    return count;
                }

                count++;
            }
        }

        return count;
    }

    private static LodgeException Nothing(long address, string printed) => new(
        ErrorCode.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"There is no memory at 0x{(ulong)address:x}: {printed.Trim().Split('\n')[^1].Trim()}"));
}
