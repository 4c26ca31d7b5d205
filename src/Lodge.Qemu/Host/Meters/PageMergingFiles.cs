using System.Globalization;
using Lodge.Linux.Devices;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Host;

namespace Lodge.Qemu.Host.Meters;

/// <summary>The kernel's merging of equal pages, in <c>/sys/kernel/mm/ksm</c>.</summary>
/// <param name="sys">The kernel's tree.</param>
internal sealed class PageMergingFiles(Sysfs sys)
{
    private const string Folder = "kernel/mm/ksm";

    /// <summary>Reads it; null where the kernel cannot merge pages.</summary>
    public PageMerging? Read() => !sys.HasFolder(Folder) ? null : new PageMerging
    {
        PagesToScan = (uint)Number("pages_to_scan"),
        SleepMilliseconds = (uint)Number("sleep_millisecs"),
        MergeAcrossNodes = sys.Read($"{Folder}/merge_across_nodes") is { } text ? text != "0" : null,
        PagesShared = Number("pages_shared"),
        PagesSharing = Number("pages_sharing"),
        PagesUnshared = Number("pages_unshared"),
        PagesVolatile = Number("pages_volatile"),
        FullScans = Number("full_scans"),
    };

    /// <summary>Changes what is named.</summary>
    /// <exception cref="LodgeException">The kernel cannot, or refused.</exception>
    public void Write(PageMergingChange change)
    {
        if (!sys.HasFolder(Folder))
        {
            throw new LodgeException(
                ErrorCode.Unsupported, "The host's kernel cannot merge equal pages of memory.", "Use a kernel built with CONFIG_KSM.");
        }

        try
        {
            Write("pages_to_scan", change.PagesToScan);
            Write("sleep_millisecs", change.SleepMilliseconds);
            Write("merge_across_nodes", change.MergeAcrossNodes is { } across ? across ? 1u : 0u : null);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The kernel does not change how it merges pages: {refused.Message}.",
                "Only root may; merging across nodes cannot change while pages are merged ('echo 2 > /sys/kernel/mm/ksm/run' takes them apart).",
                refused);
        }
    }

    private long Number(string name) =>
        long.TryParse(sys.Read($"{Folder}/{name}"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private void Write(string name, uint? value)
    {
        if (value is { } number)
        {
            sys.Write($"{Folder}/{name}", number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
