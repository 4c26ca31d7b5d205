using Lodge.Qemu.Checks;

namespace Lodge.Qemu.Tests.Checks;

public class BootCheckTests
{
    [Fact]
    public void Kernels_are_told_from_other_files_by_their_first_bytes()
    {
        var linux = new byte[8192];
        "HdrS"u8.CopyTo(linux.AsSpan(0x202));
        var multiboot = new byte[8192];
        BitConverter.TryWriteBytes(multiboot.AsSpan(4096), 0x1BADB002);
        BitConverter.TryWriteBytes(multiboot.AsSpan(4104), -0x1BADB002);

        Assert.True(BootCheck.IsKernel(linux));
        Assert.True(BootCheck.IsKernel([0x7F, (byte)'E', (byte)'L', (byte)'F', 2]));
        Assert.True(BootCheck.IsKernel(multiboot));
        Assert.False(BootCheck.IsKernel(new byte[8192]));
        Assert.False(BootCheck.IsKernel("070701"u8));
        Assert.False(BootCheck.IsKernel([]));
    }
}
