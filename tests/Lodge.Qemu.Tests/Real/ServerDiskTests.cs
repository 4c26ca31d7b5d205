using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Storage;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Disks on real servers: iSCSI with CHAP, NFS, Ceph with cephx, a web server. QEMU is confined as always.</summary>
public sealed class ServerDiskTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private const int MiB = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guest_boots_from_an_iSCSI_target_and_a_wrong_password_is_told()
    {
        var target = await servers.IscsiAsync();
        await using var host = RealHost.Create();
        await File.WriteAllBytesAsync(Path.Combine(target.Folder, "disk"), Disk(64 * MiB), Token);
        var secrets = new TestSecrets();
        await BootsAsync(host, ServerFixture.Iscsi(target, secrets), secrets, target.Facts["ISCSI_PASSWORD"]);

        var refused = await RefusedAsync(host, ServerFixture.Iscsi(target, secrets, "wrong-secret-12"), secrets);
        Assert.Equal(ErrorCode.FileNotAccessible, refused.Code);
        Assert.Contains("does not accept the user or the secret", refused.Message, StringComparison.Ordinal);
        var missing = await RefusedAsync(host, ServerFixture.Iscsi(target, new TestSecrets()), secrets);
        Assert.Equal(ErrorCode.SecretNotFound, missing.Code);
    }

    [Fact]
    public async Task Guest_boots_from_an_NFS_server()
    {
        var server = await servers.NfsAsync();
        await using var host = RealHost.Create();
        await File.WriteAllBytesAsync(Path.Combine(server.Folder, "export", "boot.img"), Disk(MiB), Token);
        await BootsAsync(host, ServerFixture.Nfs(server, "boot.img"), new TestSecrets());

        var refused = await RefusedAsync(host, ServerFixture.Nfs(server, "none.img"), new TestSecrets());
        Assert.Equal(ErrorCode.FileNotAccessible, refused.Code);

        // QEMU would not look for the image below, and the guest would read zeros in its place.
        await StorageServer.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", "-b", "boot.img", "-F", "raw", Path.Combine(server.Folder, "export", "layer.qcow2"));
        var layered = await RefusedAsync(host, ServerFixture.Nfs(server, "layer.qcow2") with { Format = DiskFormat.Qcow2 }, new TestSecrets());
        Assert.Equal(ErrorCode.BadFile, layered.Code);
        Assert.Contains("must stand alone", layered.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guest_boots_from_an_image_in_Ceph_and_a_wrong_key_is_told()
    {
        var ceph = await servers.CephAsync();
        await using var host = RealHost.Create();
        await ImportAsync(ceph, host, "boot", Disk(MiB));
        var secrets = new TestSecrets();
        await BootsAsync(host, ServerFixture.Rbd(ceph, "boot", secrets), secrets, ceph.Facts["CEPH_KEY"]);

        var wrong = Convert.FromBase64String(ceph.Facts["CEPH_KEY"]);
        wrong[^1] ^= 1;
        var refused = await RefusedAsync(host, ServerFixture.Rbd(ceph, "boot", secrets, wrong), secrets);
        Assert.Equal(ErrorCode.FileNotAccessible, refused.Code);
        Assert.Contains("does not accept the user or the secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guest_boots_from_a_web_server()
    {
        await using var open = new RangeServer(Disk(MiB));
        await using var closed = new RangeServer(Disk(MiB), "web-secret-12");
        await using var host = RealHost.Create();
        var disk = new DiskDefinition { Format = DiskFormat.Raw, ReadOnly = true, Source = new HttpDiskSource { Url = open.Url } };
        await BootsAsync(host, disk, new TestSecrets());

        var secrets = new TestSecrets();
        var source = new HttpDiskSource { Url = closed.Url, User = "anna", Secret = secrets.Add("web-secret-12"u8.ToArray()) };
        await BootsAsync(host, disk with { Source = source }, secrets, "web-secret-12");
        var refused = await RefusedAsync(host, disk with { Source = source with { Secret = secrets.Add("wrong"u8.ToArray()) } }, secrets);
        Assert.Equal(ErrorCode.FileNotAccessible, refused.Code);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_told_before_QEMU_starts()
    {
        await using var host = RealHost.Create();
        var disk = new DiskDefinition { Format = DiskFormat.Raw, Source = new NbdDiskSource { Server = "127.0.0.1", Port = 1 } };
        var definition = VmNormalizer.Complete(host.Guest() with { Disks = [disk] });
        var error = (await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token))).Error;
        Assert.Equal(ErrorCode.FileNotAccessible, error.Code);
        Assert.Contains("127.0.0.1 port 1: Connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guest_works_on_encrypted_images_and_a_wrong_passphrase_is_told()
    {
        await using var host = RealHost.Create();
        var (secrets, passphrase) = (new TestSecrets(), Path.Combine(host.Root, "passphrase"));
        await File.WriteAllTextAsync(passphrase, "open sesame", Token);
        var plain = Path.Combine(host.Root, "plain.raw");
        await File.WriteAllBytesAsync(plain, Disk(MiB), Token);
        foreach (var (format, options, driver) in new[] { (DiskFormat.Qcow2, "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10", "qcow2"), (DiskFormat.Raw, "key-secret=s,iter-time=10", "luks") })
        {
            var image = Path.Combine(host.Root, $"{driver}.img");
            await EncryptAsync("convert", "--object", $"secret,id=s,file={passphrase}", "-f", "raw", "-O", driver, "-o", options, plain, image);
            var disk = new DiskDefinition
            {
                Format = format,
                Source = new FileDiskSource { Path = image },
                Encryption = new() { Secret = secrets.Add("open sesame"u8.ToArray()) },
            };
            await BootsAsync(host, disk, secrets, "open sesame");
            var refused = await RefusedAsync(host, disk with { Encryption = new() { Secret = secrets.Add("wrong"u8.ToArray()) } }, secrets);
            Assert.Contains("does not open an encrypted disk", refused.Message, StringComparison.Ordinal);
        }
    }

    // Its measuring of how long a passphrase takes fails now and then, where a kernel counts processor time by ticks.
    private static async Task EncryptAsync(params string[] arguments)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await StorageServer.RunAsync("qemu-img", arguments);
                return;
            }
            catch (InvalidOperationException failure) when (tries < 10 && failure.Message.Contains("accurate CPU usage", StringComparison.Ordinal))
            {
                continue;
            }
        }
    }

    [Fact]
    public async Task Guest_writes_to_servers_and_goes_on_when_one_was_gone()
    {
        var (iscsi, nfs) = (await servers.IscsiAsync(), await servers.NfsAsync());
        await using var host = RealHost.Create();
        var image = Path.Combine(nfs.Folder, "export", "data.img");
        await using (var file = File.Create(image))
        {
            file.SetLength(64 * MiB);
        }

        var secrets = new TestSecrets();
        var guest = await TinyGuest.GetAsync();
        var definition = VmNormalizer.Complete(guest.Vm("remote") with { Id = Guid.CreateVersion7(), Nics = [], Disks = [ServerFixture.Iscsi(iscsi, secrets)] });
        await using var vm = await host.LaunchAsync(definition, secrets: secrets);
        using var shell = await GuestShell.BootAsync(vm);
        var running = VmNormalizer.CompleteRunning(
            definition with { Disks = [.. definition.Disks, ServerFixture.Nfs(nfs, "data.img") with { Alias = "ua-nfs" }] }, definition, null, _ => false);
        await vm.Live.ApplyAsync(new AttachStep(running.Disks[1]), definition, new ChangeManner(TimeSpan.FromSeconds(30)) { Secrets = secrets }, Token);
        await shell.RunAsync("until [ -b /dev/vdb ]; do sleep 0.1; done");

        foreach (var (device, server, data) in new[] { ("vda", iscsi, Path.Combine(iscsi.Folder, "disk")), ("vdb", nfs, image) })
        {
            await WritesAsync(shell, device, data, skip: 1);
            await server.PauseAsync();
            await shell.RunAsync($"dd if=/dev/urandom of=/dev/{device} bs=1M seek=3 count=1 conv=fsync 2> /tmp/{device} & sleep 1");
            await server.ResumeAsync();
            await shell.RunAsync("wait");
            await WritesAsync(shell, device, data, skip: 3, write: false);
        }

        await vm.QuitAsync(Token);
    }

    private static async Task WritesAsync(GuestShell shell, string device, string data, int skip, bool write = true)
    {
        if (write)
        {
            await shell.RunAsync($"dd if=/dev/urandom of=/dev/{device} bs=1M seek={skip} count=1 conv=fsync 2> /dev/null");
        }

        var seen = await shell.RunAsync($"dd if=/dev/{device} bs=1M skip={skip} count=1 iflag=direct 2> /dev/null | sha256sum");
        var there = new byte[MiB];
        using var file = File.OpenHandle(data);
        RandomAccess.Read(file, there, (long)skip * MiB);
        Assert.Equal(seen.Split(' ')[0], Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(there)));
        Assert.Contains(there, one => one != 0);
    }

    private static async Task BootsAsync(RealHost host, DiskDefinition disk, TestSecrets secrets, string? secretText = null)
    {
        var definition = VmNormalizer.Complete(host.Guest() with { Disks = [disk] });
        await host.Hypervisor.CheckAsync(definition, Token);
        await using var vm = await host.LaunchAsync(definition, secrets: secrets);
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        if (secretText is not null)
        {
            Assert.DoesNotContain(secretText, await File.ReadAllTextAsync($"/proc/{vm.Runtime.ProcessId}/cmdline", Token), StringComparison.Ordinal);
            using var log = new StreamReader(host.Backend.ConsoleLogs.OpenQemu(definition.Id)!);
            Assert.DoesNotContain(secretText, await log.ReadToEndAsync(Token), StringComparison.Ordinal);
        }

        await vm.QuitAsync(Token);
    }

    private static async Task<LodgeError> RefusedAsync(RealHost host, DiskDefinition disk, TestSecrets secrets) =>
        (await Assert.ThrowsAsync<LodgeException>(() => host.LaunchAsync(VmNormalizer.Complete(host.Guest() with { Disks = [disk] }), secrets: secrets))).Error;

    private static async Task ImportAsync(StorageServer ceph, RealHost host, string name, byte[] content)
    {
        var file = Path.Combine(host.Root, $"{name}.import");
        await File.WriteAllBytesAsync(file, content, Token);
        await StorageServer.RunAsync("rbd", "--conf", Path.Combine(ceph.Folder, "ceph.conf"), "--no-progress", "import", file, $"rbd/{name}");
    }

    private static byte[] Disk(int size)
    {
        var disk = new byte[size];
        SerialGuest.BootSector().CopyTo(disk, 0);
        return disk;
    }
}
