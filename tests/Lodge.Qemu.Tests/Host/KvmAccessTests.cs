using Lodge.Linux.Files;
using Lodge.Model.Host;
using Lodge.Qemu.Host;

namespace Lodge.Qemu.Tests.Host;

public class KvmAccessTests
{
    [Theory]
    [InlineData(0b110_000_000, 0u, true, false)]
    [InlineData(0b110_110_000, 0u, true, false)]
    [InlineData(0b110_110_000, 108u, true, true)]
    [InlineData(0b110_110_110, 0u, true, true)]
    [InlineData(0b110_000_000, 0u, false, true)]
    public void KVM_counts_only_where_the_users_of_VMs_can_open_it(int mode, uint group, bool hasOwnUsers, bool usable)
    {
        var device = new FileIdentity(0, 1, 0, (ushort)(0x2000 | mode), 0, group, 0);
        var report = KvmAccess.ForVms(new KvmReport { Usable = true, DevicePresent = true, Reasons = ["fast"] }, device, hasOwnUsers);
        Assert.Equal(usable, report.Usable);
        Assert.Equal(usable, report.Remedy is null);
        Assert.Contains("fast", report.Reasons);
    }
}
