using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Memory;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Qemu.Host;

/// <summary>The kernel's pools of huge pages, with refusals that a person can act on.</summary>
internal sealed class HostHugePages : IHugePages
{
    private readonly HugePages _pages = new();

    public long AvailableBytes => MemoryInfo.Read().AvailableBytes;

    public IReadOnlyList<HugePagePool> Read() => _pages.Read();

    public ByteSize UsedBy(int processId) => HugePages.UsedBy(processId);

    public void Reserve(ByteSize pageSize, int? node, long count)
    {
        try
        {
            _pages.Reserve(pageSize, node, count);
        }
        catch (LinuxException refused) when (refused.Name is "EACCES" or "EPERM" or "EROFS")
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"This daemon may not change the host's huge pages: {refused.Message}.",
                $"Only root may: use the system's daemon, or write the number yourself: echo {count} | sudo tee {refused.Path}",
                refused);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(
                ErrorCode.InsufficientResources, $"The kernel does not reserve {count} huge pages of {pageSize}: {refused.Message}.", cause: refused);
        }
    }
}
