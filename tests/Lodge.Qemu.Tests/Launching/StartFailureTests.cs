using Lodge.Model.Errors;
using Lodge.Qemu.Launching;

namespace Lodge.Qemu.Tests.Launching;

/// <summary>QEMU's words as 7.2 really says them.</summary>
public class StartFailureTests
{
    [Theory]
    [InlineData("qemu-system-x86_64: -device virtio-blk-pci,drive=d: Failed to get \"write\" lock\nIs another process using the image [x.raw]?", ErrorCode.ImageInUse)]
    [InlineData("qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory", ErrorCode.InsufficientResources)]
    [InlineData("qemu: could not load kernel '/proc/self/fd/4': No such file or directory", ErrorCode.BadFile)]
    [InlineData("qemu: linux kernel too old to load a ram disk\nqemu: invalid kernel header", ErrorCode.BadFile)]
    [InlineData("qemu-system-x86_64: Could not access KVM kernel module: Permission denied\nqemu-system-x86_64: failed to initialize kvm: Permission denied", ErrorCode.KvmUnusable)]
    [InlineData("qemu-system-x86_64: unable to find CPU model 'nosuch'", ErrorCode.Unsupported)]
    [InlineData("qemu-system-x86_64: -blockdev {}: Image is not in qcow2 format", ErrorCode.BadFile)]
    [InlineData("qemu-system-x86_64: load of migration failed: Invalid argument", ErrorCode.BadFile)]
    [InlineData("qemu-system-x86_64: -device vhost-vsock-pci: vhost-vsock: unable to set guest cid: Address already in use", ErrorCode.InvalidState)]
    [InlineData("qemu-system-x86_64: something that nobody has seen before", ErrorCode.HypervisorFailed)]
    public void Words_of_QEMU_lead_to_the_kind_of_failure_and_are_repeated(string words, ErrorCode code)
    {
        var lines = words.Split('\n');
        var error = StartFailure.Classify("hello", lines, "exit status 1");
        Assert.Equal(code, error.Code);
        Assert.Contains("'hello'", error.Message);
        Assert.Contains(lines[^1].Split("qemu-system-x86_64: ")[^1], error.Message);
        Assert.DoesNotContain("qemu-system-x86_64: ", error.Message);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void Warnings_are_left_out_where_there_are_errors()
    {
        var error = StartFailure.Classify("hello", ["qemu-system-x86_64: warning: this is nothing", "qemu-system-x86_64: bad thing"], "exit status 1");
        Assert.EndsWith("It said: bad thing", error.Message);
    }

    [Fact]
    public void End_without_a_word_says_how_it_ended()
    {
        Assert.Contains("killed by signal 9", StartFailure.Classify("hello", [], "killed by signal 9").Message);
    }
}
