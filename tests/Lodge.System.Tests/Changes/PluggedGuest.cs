using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Changes;

/// <summary>A running Linux guest whose devices come and go: what the command line says of them, and what the guest sees.</summary>
/// <param name="daemon">The daemon.</param>
/// <param name="client">A client of it.</param>
/// <param name="vm">The VM's name.</param>
internal sealed class PluggedGuest(LodgedProcess daemon, LodgeClient client, string vm)
{
    /// <summary>Boots a guest with a bridge for plain PCI and memory that can be shared, and without a channel for an agent.</summary>
    public static async Task<PluggedGuest> BootAsync(LodgedProcess daemon, LodgeClient client, string vm)
    {
        var image = await TinyGuest.GetFullAsync();
        var plain = image.Vm(vm);
        var definition = plain with
        {
            Memory = plain.Memory with { Backing = new() { Shared = true } },
            Channels = [],

            // A disk that comes gets an I/O thread, which comes with it.
            Tuning = new() { Profile = TuningProfile.Latency },
            Rngs = [],
            Controllers = [new() { Type = ControllerType.Pci, Model = ControllerModel.PcieToPciBridge }],
        };
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await using var console = await GuestConsole.OpenAsync(client, vm);
        await console.SeesAsync(TinyGuest.Up);
        return new PluggedGuest(daemon, client, vm);
    }

    /// <summary>The VM now.</summary>
    public Task<Vm> VmAsync() => client.GetVmAsync(vm);

    /// <summary>Runs a command for this VM that must succeed; <paramref name="arguments"/> follow the VM's name.</summary>
    public async Task<string> DoesAsync(string command, params string[] arguments)
    {
        var ran = await daemon.LodgeAsync([command, vm, .. arguments], null, TimeSpan.FromMinutes(2));
        Assert.True(ran.ExitCode == 0, $"lodge {command} {vm} {string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Output}{ran.Errors}\n{daemon.Log}");
        return ran.Output;
    }

    /// <summary>Runs a command that must fail with a status and words, and change neither the definition nor what runs.</summary>
    public async Task IsRefusedAsync(int status, string words, string command, params string[] arguments)
    {
        var before = await VmAsync();
        var ran = await daemon.LodgeAsync([command, vm, .. arguments], null, TimeSpan.FromMinutes(2));
        Assert.True(ran.ExitCode == status, $"lodge {command} {vm} {string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Output}{ran.Errors}");
        Assert.Contains(words, ran.Errors, StringComparison.Ordinal);
        var after = await VmAsync();
        Assert.Equal(before.Revision, after.Revision);
        Assert.Equal(Places(before.Definition), Places(after.Definition));
        Assert.Equal(Places(before.Runtime!.Definition), Places(after.Runtime!.Definition));
    }

    /// <summary>Waits until a shell command in the guest prints what is hoped for.</summary>
    public async Task SeesAsync(string script, Func<string, bool> hope)
    {
        var seen = "";
        await Soon.HoldsAsync(
            async () => hope(seen = (await daemon.LodgeAsync("exec", vm, "-n", "--", "sh", "-c", script)).Output),
            $"{script} in the guest");
        Assert.True(hope(seen), seen);
    }

    /// <summary>Waits until a path exists in the guest, or does not.</summary>
    public Task SeesAsync(string path, bool exists) =>
        SeesAsync($"test -e {path} && echo yes || echo no", said => said == (exists ? "yes\n" : "no\n"));

    /// <summary>In which of the two definitions a device is.</summary>
    public async Task<(bool Runs, bool Kept)> WhereAsync(string alias)
    {
        var row = (await client.Changes.ListDevicesAsync(vm)).FirstOrDefault(device => device.Alias == alias);
        return (row?.IsRunning == true, row?.IsDefined == true);
    }

    /// <summary>Where the devices of a definition sit.</summary>
    public static IReadOnlyList<string> Places(VmDefinition definition) =>
        [.. definition.EachDevice().Select(entry => $"{entry.Device.Alias} {entry.Device.Address}").Order(StringComparer.Ordinal)];
}
