using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Recovery;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Real swtpm and virtiofsd beside a real QEMU, from their start to their end.</summary>
public class CompanionTests
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Companions_live_confined_beside_their_QEMU_and_end_with_it()
    {
        await using var host = RealHost.Create();
        var definition = WithBoth(host);
        await host.Hypervisor.CheckAsync(definition, Token);
        await using var vm = await host.LaunchAsync(definition);
        await vm.ResumeAsync(Token);

        var records = Assert.Single(host.Hypervisor.ReadRunRecords()).Companions!;
        Assert.Equal(["virtiofs-fs0", "tpm0"], records.Select(record => record.Name));
        var (share, tpm) = (StatusOf(records[0].ProcessId), StatusOf(records[1].ProcessId));
        Assert.Equal(("1", "2"), (tpm["NoNewPrivs"], tpm["Seccomp"]));
        Assert.Equal("0000000000000000", tpm["CapBnd"]);
        Assert.Equal($"{vm.Runtime.Uid}", tpm["Uid"].Split('\t')[0]);
        Assert.Equal(("1", "0"), (share["NoNewPrivs"], share["Uid"].Split('\t')[0]));
        var state = Path.Combine(host.Options.StateFolder, "vms", definition.Id.ToString(), "tpm2");
        Assert.Equal((uint)vm.Runtime.Uid!, FileIdentity.Of(state).Uid);
        Assert.All(Directory.GetFiles(state), file => Assert.Equal(0, FileIdentity.Of(file).Permissions & 0x7));

        var error = (await Assert.ThrowsAsync<LodgeException>(() => vm.SaveAsync(
            Path.Combine(host.Root, "a.save"), SavingTests.HeaderOf(vm), new Progress<double>(), Token))).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);

        await vm.QuitAsync(Token);
        AssertNothingRuns(host, definition);
        Assert.IsType<ProcessExited>((await vm.AllAsync())[^1]);
        Assert.NotEmpty(Directory.GetFiles(state));
        await host.Hypervisor.ForgetAsync(definition.Id, Token);
        Assert.False(Directory.Exists(state));
    }

    [Fact]
    public async Task Companion_that_is_killed_is_told_with_its_last_words_and_the_VM_goes_on()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(WithBoth(host));
        await vm.ResumeAsync(Token);
        var record = host.Hypervisor.ReadRunRecords()[0].Companions![1];
        await File.AppendAllTextAsync(record.Log, "it was not my day\n", Token);
        Kill(record.ProcessId);

        var ended = await vm.NextAsync<CompanionEnded>();
        Assert.Equal(("TPM", "swtpm: killed by signal 9"), (ended.Role, ended.Detail));
        Assert.Equal("it was not my day", ended.LastWords[^1]);
        Assert.Equal(GuestRunState.Running, await vm.QueryStateAsync(Token));
        Assert.Equal(["virtiofs-fs0"], host.Hypervisor.ReadRunRecords()[0].Companions!.Select(left => left.Name));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Companions_are_taken_over_with_their_VM_and_one_that_died_meanwhile_is_told()
    {
        await using var host = RealHost.Create();
        var definition = WithBoth(host);
        await (await host.LaunchAsync(definition)).DisposeAsync();
        var companions = host.Hypervisor.ReadRunRecords()[0].Companions!;
        Kill(companions[0].ProcessId);
        host.Restart();

        await using var vm = await host.Hypervisor.ReattachAsync(Assert.Single(host.Hypervisor.ReadRunRecords()), Token);
        Assert.Equal("shared folder 'shared'", (await vm!.NextAsync<CompanionEnded>()).Role);
        Assert.True(ProcessStat.Read(companions[1].ProcessId) is { HasEnded: false });
        await vm!.QuitAsync(Token);
        AssertNothingRuns(host, definition);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Companions_of_a_QEMU_that_died_are_ended_whether_or_not_they_were_recorded(bool recorded)
    {
        await using var host = RealHost.Create();
        var definition = WithBoth(host);
        var vm = await host.LaunchAsync(definition);
        await vm.DisposeAsync();
        if (!recorded)
        {
            Directory.Delete(host.RunFolderOf(definition), recursive: true);
        }

        host.Restart();
        await (recorded ? host.Hypervisor.CleanUpAsync(definition.Id, Token) : host.Hypervisor.SweepAsync(new HashSet<Guid>(), Token));
        AssertNothingRuns(host, definition);
    }

    [Fact]
    public async Task Start_fails_with_the_words_of_a_companion_that_ends_at_once_and_leaves_nothing()
    {
        await using var host = RealHost.Create();
        var program = Path.Combine(host.Root, "virtiofsd");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'the folder is haunted' >&2\nexit 3\n", Token);
        File.SetUnixFileMode(program, Executable);
        var definition = WithBoth(host);
        definition = definition with { FileSystems = [definition.FileSystems![0] with { Binary = program, Flock = null }] };

        var error = (await Assert.ThrowsAsync<LodgeException>(() => host.LaunchAsync(definition))).Error;
        Assert.Equal(ErrorCode.HypervisorFailed, error.Code);
        Assert.Contains("shared folder 'shared'", error.Message);
        Assert.Contains("the folder is haunted", error.Message);
        Assert.Contains("exit status 3", error.Message);
        AssertNothingRuns(host, definition);
    }

    [Fact]
    public async Task Start_that_fails_later_ends_the_companions_too()
    {
        await using var host = RealHost.Create();
        var kernel = Path.Combine(host.Root, "kernel");
        await File.WriteAllTextAsync(kernel, "no kernel", Token);
        var definition = WithBoth(host) with { Boot = new() { Kernel = kernel } };

        await Assert.ThrowsAsync<LodgeException>(() => host.LaunchAsync(definition));
        AssertNothingRuns(host, definition);
    }

    [Fact]
    public async Task Saved_guest_goes_on_with_its_TPM()
    {
        await using var host = RealHost.Create();
        var definition = WithBoth(host) with { FileSystems = null };
        var path = host.Backend.SavedStates.ManagedPath(definition.Id);
        await using (var vm = await host.LaunchAsync(definition))
        {
            using var serial = await Serial.ConnectAsync(vm);
            await vm.ResumeAsync(Token);
            await serial.ExpectAsync(SerialGuest.Greeting);
            await vm.PauseAsync(Token);
            await vm.SaveAsync(path, SavingTests.HeaderOf(vm), new Progress<double>(), Token);
            await vm.QuitAsync(Token);
        }

        await using var restored = await host.LaunchAsync(definition, path);
        await restored.ResumeAsync(Token);
        using var console = await Serial.ConnectAsync(restored);
        await console.SayAsync("k");
        await console.ExpectAsync("k");
        await restored.QuitAsync(Token);
    }

    [Fact]
    public async Task Memory_that_VMs_have_in_common_is_one_and_goes_with_the_last_of_them()
    {
        await using var host = RealHost.Create();
        var memory = new SharedMemoryDefinition { Name = "ring" };
        await using var one = await host.LaunchAsync(host.Guest("one") with { SharedMemories = [memory] });
        await using var other = await host.LaunchAsync(host.Guest("other") with { SharedMemories = [memory with { Master = true }] });
        var folder = Path.Combine(host.Options.RunFolder, "shared-memory");
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal(4 << 20, new FileInfo(file).Length);

        var misfit = host.Guest("misfit") with { SharedMemories = [memory with { Size = Model.Primitives.ByteSize.FromMiB(8) }] };
        var error = (await Assert.ThrowsAsync<LodgeException>(() => host.LaunchAsync(misfit))).Error;
        Assert.Contains("'ring' is 4 MiB", error.Message);

        await one.QuitAsync(Token);
        Assert.Single(Directory.GetFiles(folder));
        await other.QuitAsync(Token);
        Assert.Empty(Directory.GetFiles(folder));
    }

    // A TPM and a shared folder. Their programs are Debian's, and may be missing elsewhere.
    private static VmDefinition WithBoth(RealHost host)
    {
        var programs = CompanionPrograms.Find();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "companions with users of their own need root");
        Assert.SkipWhen(programs.Swtpm is null || programs.Virtiofsd is null, "swtpm or virtiofsd is not installed");
        return host.Guest() with
        {
            Tpm = new(),
            FileSystems = [new() { Source = Directory.CreateDirectory(Path.Combine(host.Root, "shared")).FullName, Tag = "shared" }],
        };
    }

    private static void AssertNothingRuns(RealHost host, VmDefinition definition)
    {
        Assert.DoesNotContain(MarkedProcesses.Find(Path.Combine(host.Options.RunFolder, "vms")), found => ProcessStat.Read(found.Pid) is { HasEnded: false });
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
    }

    private static Dictionary<string, string> StatusOf(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Select(line => line.Split(':', 2))
        .ToDictionary(parts => parts[0], parts => parts[1].Trim());

    private static void Kill(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
    }
}
