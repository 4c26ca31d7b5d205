using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>What a Linux guest makes of devices whose work is done beside its QEMU.</summary>
public class HelperDeviceTests
{
    // Commands of the TPM 2.0 library specification, part 3, as bytes for printf: what is known of NV index 0x01800001,
    // and to define it with 8 bytes, by the owner with an empty password.
    private const string ReadPublic = @"\x80\x01\x00\x00\x00\x0e\x00\x00\x01\x69\x01\x80\x00\x01";
    private const string DefineSpace =
        @"\x80\x02\x00\x00\x00\x2d\x00\x00\x01\x2a\x40\x00\x00\x01\x00\x00\x00\x09\x40\x00\x00\x09\x00\x00\x00\x00\x00"
        + @"\x00\x00\x00\x0e\x01\x80\x00\x01\x00\x0b\x02\x04\x00\x04\x00\x00\x00\x08";

    private const string UnknownHandle = "0000018b";
    private const string Success = "00000000";
    private const UnixFileMode OpenToAll = (UnixFileMode)0x1FF; // 0777

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TpmModel.Crb)]
    [InlineData(TpmModel.Tis)]
    public async Task Guest_has_a_TPM_that_remembers_over_stop_and_start(TpmModel model)
    {
        await using var host = RealHost.Create();
        Assert.SkipWhen(CompanionPrograms.Find().Swtpm is null, "swtpm is not installed");
        var definition = (await TinyAsync()) with { Tpm = new() { Model = model } };
        await host.Hypervisor.CheckAsync(definition, Token);

        await using (var first = await host.LaunchAsync(definition))
        {
            using var shell = await GuestShell.BootAsync(first);
            Assert.Equal("2", await shell.RunAsync("cat /sys/class/tpm/tpm0/tpm_version_major"));
            Assert.Equal(UnknownHandle, await AskTpmAsync(shell, ReadPublic));
            Assert.Equal(Success, await AskTpmAsync(shell, DefineSpace));
            await first.QuitAsync(Token);
        }

        await using var second = await host.LaunchAsync(definition);
        using var again = await GuestShell.BootAsync(second);
        Assert.Equal(Success, await AskTpmAsync(again, ReadPublic));
        await second.QuitAsync(Token);
    }

    [Fact]
    public async Task Virtiofs_shows_the_same_files_on_both_sides_also_after_the_daemon_was_away()
    {
        await using var host = RealHost.Create();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "virtiofsd of QEMU 7.2 needs root");
        Assert.SkipWhen(CompanionPrograms.Find().Virtiofsd is null, "virtiofsd is not installed");
        var folder = Directory.CreateDirectory(Path.Combine(host.Root, "shared, by virtiofs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "from-host"), "the host was here\n", Token);
        var definition = (await TinyAsync()) with { FileSystems = [new() { Source = folder, Tag = "shared" }] };
        await host.Hypervisor.CheckAsync(definition, Token);

        var before = await host.LaunchAsync(definition);
        using (var shell = await GuestShell.BootAsync(before))
        {
            await shell.RunAsync("mkdir -p /mnt/s && mount -t virtiofs shared /mnt/s");
            Assert.Equal("the host was here", await shell.RunAsync("cat /mnt/s/from-host"));
            await shell.RunAsync("echo the guest was here > /mnt/s/from-guest; chown 1234 /mnt/s/from-guest; sync");
        }

        var written = Path.Combine(folder, "from-guest");
        Assert.Equal("the guest was here\n", await File.ReadAllTextAsync(written, Token));
        Assert.Equal(1234u, Linux.Files.FileIdentity.Of(written).Uid);
        await before.DisposeAsync();
        host.Restart();

        await using var vm = await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token);
        using var later = await GuestShell.ConnectAsync(vm!);
        await File.WriteAllTextAsync(Path.Combine(folder, "later"), "still here\n", Token);
        Assert.Equal("still here", await later.RunAsync("cat /mnt/s/later"));
        await vm!.QuitAsync(Token);
    }

    [Theory]
    [InlineData(FileSystemAccess.Mapped, "1234")]
    [InlineData(FileSystemAccess.Squash, null)]
    public async Task NineP_shows_the_same_files_on_both_sides(FileSystemAccess access, string? owner)
    {
        await using var host = RealHost.Create();
        var place = Directory.CreateTempSubdirectory("lodge-9p-");
        try
        {
            var image = await TinyGuest.GetFullAsync();
            var folder = place.CreateSubdirectory("shared, by 9p").FullName;
            var definition = Complete(image) with
            {
                FileSystems = [new() { Driver = FileSystemDriver.Path, Source = folder, Tag = "data", Access = access }],
            };
            await RefusedWhileClosedAsync(host, definition, place.FullName);
            File.SetUnixFileMode(folder, OpenToAll);
            await File.WriteAllTextAsync(Path.Combine(folder, "from-host"), "the host was here\n", Token);

            await using var vm = await host.LaunchAsync(definition);
            using var shell = await GuestShell.BootAsync(vm);
            await shell.RunAsync("mkdir -p /mnt/s && mount -t 9p -o trans=virtio,version=9p2000.L data /mnt/s");
            Assert.Equal("the host was here", await shell.RunAsync("cat /mnt/s/from-host"));
            await shell.RunAsync("mkdir /mnt/s/d; echo the guest was here > /mnt/s/d/from-guest; chown 1234 /mnt/s/d/from-guest; sync");
            Assert.Equal("the guest was here\n", await File.ReadAllTextAsync(Path.Combine(folder, "d", "from-guest"), Token));
            if (owner is not null)
            {
                Assert.Equal(owner, await shell.RunAsync("stat -c %u /mnt/s/d/from-guest"));
            }

            await vm.QuitAsync(Token);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    // The VM's user could not even enter the folder; said before anything is started.
    private static async Task RefusedWhileClosedAsync(RealHost host, VmDefinition definition, string place)
    {
        if (host.Options.Uids is not null)
        {
            var error = (await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token))).Error;
            Assert.Equal(ErrorCode.FileNotAccessible, error.Code);
            Assert.Contains($"'{place}' is closed", error.Message);
        }

        File.SetUnixFileMode(place, OpenToAll);
        await host.Hypervisor.CheckAsync(definition, Token);
    }

    // The answer begins with a tag and its length, 6 bytes in all; then comes its code.
    private static async Task<string> AskTpmAsync(GuestShell shell, string command) => (await shell.RunAsync(
        $"exec 3<>/dev/tpm0; printf '{command}' >&3; head -c 10 <&3 | hexdump -v -e '1/1 \"%02x\"'; echo; exec 3>&-"))[12..];

    private static async Task<VmDefinition> TinyAsync() => Complete(await TinyGuest.GetAsync());

    private static VmDefinition Complete(TinyGuest image) => image.Vm("helped") with { Id = Guid.CreateVersion7(), Nics = [] };
}
