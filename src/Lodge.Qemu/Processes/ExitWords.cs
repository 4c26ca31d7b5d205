using System.Globalization;
using Lodge.Linux.Processes;

namespace Lodge.Qemu.Processes;

/// <summary>How a QEMU ended, in words for people.</summary>
internal static class ExitWords
{
    public static string Of(ProcessExit exit) => exit switch
    {
        { Signal: Signals.Kill } => "QEMU was killed by signal 9; when nobody did it, the kernel ran out of memory",
        { Signal: { } signal } => string.Create(CultureInfo.InvariantCulture, $"QEMU was killed by signal {signal}"),
        { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"QEMU ended with exit status {code}"),
        _ => "QEMU ended; how is not known, since an earlier lodged had started it",
    };
}
