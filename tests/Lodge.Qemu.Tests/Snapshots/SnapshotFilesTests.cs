using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Snapshots;

namespace Lodge.Qemu.Tests.Snapshots;

/// <summary>What firmware and TPM remember, kept with snapshots.</summary>
public sealed class SnapshotFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lodge-snapshots-").FullName;
    private readonly Guid _vm = Guid.NewGuid();
    private readonly Guid _snapshot = Guid.NewGuid();

    [Fact]
    public async Task Variables_of_the_firmware_and_state_of_the_tpm_come_back_as_they_were()
    {
        var folders = new VmFolders(new QemuOptions { ShimPath = "/nowhere", RunFolder = Path.Combine(_root, "run"), StateFolder = Path.Combine(_root, "state"), LogFolder = Path.Combine(_root, "log") });
        var (paths, files) = (folders.Of(_vm), new SnapshotFiles(folders));
        var permanent = Path.Combine(paths.TpmState, "tpm2-00.permall");
        Directory.CreateDirectory(paths.TpmState);
        Assert.False(files.HasState(_vm));
        File.WriteAllText(paths.Variables, "boot from the first disk");
        File.WriteAllText(paths.Firmware, "{}");
        File.WriteAllText(permanent, "a key");
        Assert.True(files.HasState(_vm));

        files.Prepare(_vm, _snapshot);
        await files.KeepAsync(_vm, _snapshot, default);
        File.WriteAllText(paths.Variables, "boot from the network");
        File.WriteAllText(permanent, "another key, and more");
        File.WriteAllText(Path.Combine(paths.TpmState, "tpm2-00.volatilestate"), "of the other key");

        // Safe to repeat, as a daemon does that finds it under way.
        await files.BringBackAsync(_vm, _snapshot, default);
        await files.BringBackAsync(_vm, _snapshot, default);
        Assert.Equal(["boot from the first disk", "{}", "a key"], new[] { paths.Variables, paths.Firmware, permanent }.Select(File.ReadAllText));
        Assert.Equal([permanent], Directory.GetFiles(paths.TpmState));

        await files.DeleteAsync(_vm, _snapshot, default);
        await files.DeleteAsync(_vm, _snapshot, default);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(paths.StateFolder, "snapshots")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
