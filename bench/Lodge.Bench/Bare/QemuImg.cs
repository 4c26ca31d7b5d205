using System.Globalization;
using Lodge.Bench.Lab;

namespace Lodge.Bench.Bare;

/// <summary><c>qemu-img</c> as a shell would start it.</summary>
internal static class QemuImg
{
    private const string Program = "/usr/bin/qemu-img";

    public static Task ConvertAsync(Workbench bench, string raw, string qcow2) =>
        Command.RunAsync(bench, Program, ["convert", "-f", "raw", "-O", "qcow2", raw, qcow2]);

    public static Task CreateAsync(Workbench bench, string path, long size) =>
        Command.RunAsync(bench, Program, ["create", "-q", "-f", "qcow2", path, size.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Makes an empty image, over the one of before.</summary>
    public static Task<TimeSpan> TimeCreateAsync(Workbench bench, long size) =>
        Clock.TimeAsync(() => CreateAsync(bench, Path.Combine(bench.Folder, "empty.qcow2"), size));
}
