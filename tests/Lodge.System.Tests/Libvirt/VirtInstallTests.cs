using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>virt-install, virt-clone and virt-xml make and change real guests.</summary>
[Collection(DisplayPorts.Name)]
public sealed class VirtInstallTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    // No guesses at the guest's system, no network, no window.
    private static readonly string[] s_plain =
        ["--osinfo", "detect=off,require=off", "--virt-type", "qemu", "--vcpus", "1", "--network", "none", "--graphics", "none", "--noautoconsole"];

    private readonly LibvirtClients _clients = new(fixture.Daemon);

    [Fact]
    public async Task Disk_is_imported_cloned_changed_and_boots()
    {
        var disk = Path.Combine(fixture.Daemon.Root, "first.raw");
        SerialGuest.WriteDisk(disk);
        await InstallAsync("first", "16", "--import", "--disk", $"path={disk},format=raw");
        await SaysAsync("first", SerialGuest.Greeting);
        Assert.Matches("Persistent: +yes", await _clients.DoneAsync("dominfo", "first"));
        await _clients.DoneAsync("destroy", "first");

        await _clients.DoneBy("virt-clone", "--original", "first", "--name", "second", "--file", Path.Combine(fixture.Daemon.Root, "second.raw"));
        await _clients.DoneBy("virt-xml", "second", "--edit", "--memory", "24");
        await _clients.DoneBy("virt-xml", "second", "--edit", "--vcpus", "2");
        await _clients.DoneBy("virt-xml", "second", "--add-device", "--disk", $"path={disk},format=raw,readonly=on,bus=virtio,target=vdb");
        var xml = await _clients.DoneAsync("dumpxml", "second");
        Assert.Contains("<memory unit='KiB'>24576</memory>", xml, StringComparison.Ordinal);
        Assert.Contains(">2</vcpu>", xml, StringComparison.Ordinal);
        Assert.Contains("second.raw", xml, StringComparison.Ordinal);

        await _clients.DoneBy("virt-xml", "second", "--remove-device", "--disk", "target=vdb");
        await _clients.DoneAsync("start", "second");
        await SaysAsync("second", SerialGuest.Greeting);
        await _clients.DoneAsync("destroy", "second");
    }

    [Fact]
    public async Task Linux_boots_from_a_kernel_and_is_installed_from_a_local_tree()
    {
        var image = await TinyGuest.GetAsync();
        await InstallAsync(
            "kernel", "128", "--import", "--disk", "none", "--boot", $"kernel={image.Kernel},initrd={image.Initrd},kernel_args={image.CommandLine}");
        await SaysAsync("kernel", TinyGuest.Up);
        await _clients.DoneAsync("destroy", "kernel");

        var disk = Path.Combine(fixture.Daemon.Root, "tree.raw");
        SerialGuest.WriteDisk(disk);
        await InstallAsync(
            "tree", "128", "--disk", $"path={disk},format=raw", "--noreboot", "--extra-args", image.CommandLine,
            "--location", $"{image.Folder},kernel={Path.GetFileName(image.Kernel)},initrd={Path.GetFileName(image.Initrd)}");
        await SaysAsync("tree", TinyGuest.Up);

        // What the next start uses boots from the disk.
        Assert.DoesNotContain("<kernel>", await _clients.DoneAsync("dumpxml", "--inactive", "tree"), StringComparison.Ordinal);
        await _clients.DoneAsync("destroy", "tree");
    }

    [Fact]
    public async Task Guest_with_uefi_tpm_and_user_networking_starts()
    {
        var disk = Path.Combine(fixture.Daemon.Root, "modern.raw");
        SerialGuest.WriteDisk(disk);
        await _clients.DoneBy(
            "virt-install", "--name", "modern", "--memory", "128", "--osinfo", "detect=off,require=off", "--virt-type", "qemu", "--machine", "q35", "--import",
            "--disk", $"path={disk},format=raw,bus=virtio", "--boot", "uefi", "--tpm", "emulator", "--network", "user", "--graphics", "vnc", "--noautoconsole");

        var xml = await _clients.DoneAsync("dumpxml", "modern");
        Assert.Equal("running", await _clients.DoneAsync("domstate", "modern"));
        Assert.Contains("firmware='efi'", xml, StringComparison.Ordinal);
        Assert.Contains("<tpm model=", xml, StringComparison.Ordinal);
        await _clients.DoneAsync("destroy", "modern");
        await _clients.DoneAsync("undefine", "modern", "--nvram");
    }

    private async Task InstallAsync(string name, string memory, params string[] more) =>
        await _clients.DoneBy("virt-install", ["--name", name, "--memory", memory, .. s_plain, .. more]);

    private async Task SaysAsync(string name, string words)
    {
        using var client = fixture.Daemon.Client();
        await using var console = await GuestConsole.OpenAsync(client, name);
        await console.SeesAsync(words);
    }
}
