using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.BadInput;

/// <summary>A QEMU that is not there, or dies at start.</summary>
public sealed class QemuBinaryTests
{
    private const UnixFileMode ForAllToRun = (UnixFileMode)0x1ED; // 0755

    private static readonly VmDefinition s_vm = new(memory: new() { Size = ByteSize.FromMiB(16) }) { Name = "vm" };

    [Fact]
    public async Task Missing_QEMU_is_told_at_start_and_in_the_host_report()
    {
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg", "--qemu-binary", "/nowhere/qemu-system-x86_64");
        using var client = daemon.Client();

        var error = await Refused.ByApiAsync(daemon, ErrorCode.HypervisorFailed, ask => ask.CreateVmAsync(new CreateVm { Definition = s_vm, Start = true }));

        Assert.Contains("/nowhere/qemu-system-x86_64", error.ToString(), StringComparison.Ordinal);
        await Refused.ByCommandAsync(daemon, 1, ["define", "-", "--start"], """{"name": "vm"}""");
        Assert.Contains("/nowhere/qemu-system-x86_64", (await client.GetHostAsync()).QemuProblem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QEMU_that_dies_when_it_is_asked_what_it_can_do_is_told_with_its_words()
    {
        await using var daemon = await WithScriptAsync("echo 'broken: no such luck' >&2; exit 1");

        var error = await Refused.ByApiAsync(daemon, ErrorCode.HypervisorFailed, ask => ask.CreateVmAsync(new CreateVm { Definition = s_vm, Start = true }));

        Assert.Contains("broken: no such luck", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QEMU_that_dies_at_the_start_of_a_VM_is_told_with_its_words()
    {
        // The probe asks for the machine 'none'; a VM never does.
        await using var daemon = await WithScriptAsync("""
            case " $* " in *" -M none "*) exec /usr/bin/qemu-system-x86_64 "$@" ;; esac
            echo 'broken: this board is on fire' >&2; exit 1
            """);

        var error = await Refused.ByApiAsync(daemon, ErrorCode.HypervisorFailed, ask => ask.CreateVmAsync(new CreateVm { Definition = s_vm, Start = true }));

        Assert.Contains("this board is on fire", error.Message, StringComparison.Ordinal);
        var told = await Refused.ByCommandAsync(daemon, 1, ["define", "-", "--start"], """{"name": "vm"}""");
        Assert.Contains("this board is on fire", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QEMU_that_is_asked_while_the_daemon_is_killed_is_ended_by_the_next_daemon()
    {
        await using var daemon = await WithScriptAsync("exec sleep 1000");
        await Soon.HoldsAsync(() => Task.FromResult(daemon.MarkedProcesses().Count == 1), "a probe that hangs");
        await daemon.CrashAsync();
        Assert.Single(daemon.MarkedProcesses());

        await daemon.StartAgainAsync("--qemu-binary", "/usr/bin/qemu-system-x86_64");

        using var client = daemon.Client();
        await Soon.HoldsAsync(async () => (await client.GetHostAsync()).Qemu is not null, "facts about QEMU");
        Assert.Empty(daemon.MarkedProcesses());
    }

    private static async Task<LodgedProcess> WithScriptAsync(string body)
    {
        var daemon = LodgedProcess.Prepare(new DaemonStart { Settings = ["--accel", "tcg"] });
        var script = Path.Combine(daemon.Root, "qemu-system-x86_64");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(daemon.Root, ForAllToRun);
        File.SetUnixFileMode(script, ForAllToRun);
        await daemon.StartAgainAsync("--qemu-binary", script);
        return daemon;
    }
}
