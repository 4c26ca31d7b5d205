using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Support;

/// <summary>VMs with the guest of 512 bytes, for all that needs no Linux.</summary>
internal static class SerialVm
{
    /// <summary>Its definition; the disk is made.</summary>
    public static VmDefinition Definition(LodgedProcess daemon, string name)
    {
        var disk = Path.Combine(daemon.Root, $"{name}.raw");
        SerialGuest.WriteDisk(disk);
        return new VmDefinition(
            memory: new MemoryDefinition { Size = ByteSize.FromMiB(16) },
            disks: [new DiskDefinition { Source = new FileDiskSource { Path = disk }, Format = DiskFormat.Raw }])
        {
            Name = name,
        };
    }

    /// <summary>Creates and starts it, and waits at its console until the guest is up.</summary>
    public static async Task<GuestConsole> BootAsync(LodgeClient client, VmDefinition definition, bool transient = false)
    {
        await client.CreateVmAsync(new CreateVm { Definition = definition, Start = true, Transient = transient });
        var console = await GuestConsole.OpenAsync(client, definition.Name);
        await console.SeesAsync(SerialGuest.Greeting);
        return console;
    }
}
