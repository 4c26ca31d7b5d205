using Lodge.Api.Contracts.Devices;
using Lodge.Cli.App;
using Lodge.Client.Changes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Changes;

/// <summary>A CD-ROM or floppy drive whose medium is changed.</summary>
internal static class Drive
{
    /// <summary>Changes the medium, and says so.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="name">The VM.</param>
    /// <param name="device">Alias or name of the drive; null for the only one.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="tray">How a guest is dealt with that has locked the tray.</param>
    /// <param name="change">Makes the drive as it shall be.</param>
    /// <param name="sentence">What was done to the drive of that name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task ChangeAsync(
        Invocation cli,
        string name,
        string? device,
        ChangeScope scope,
        TrayWish tray,
        Func<DiskDefinition, DiskDefinition> change,
        Func<string, string> sentence,
        CancellationToken cancellationToken)
    {
        var vm = await cli.Client.GetVmForEditAsync(name, cancellationToken);
        var drive = Find(vm, scope, device);
        var alias = drive.Alias ?? drive.Name!;
        var outcome = await cli.Client.Changes.UpdateAsync(
            vm.Id.ToString(), alias, new AnyDevice { Disk = change(drive) }, scope, vm.Revision, tray, cancellationToken);
        OutcomeReport.Show(cli, outcome, sentence(drive.Name ?? alias));
    }

    private static DiskDefinition Find(Vm vm, ChangeScope scope, string? device)
    {
        var definition = scope == ChangeScope.Next ? vm.Definition : vm.CurrentDefinition;
        var drives = definition.Disks.Where(disk => disk.Device is DiskDevice.Cdrom or DiskDevice.Floppy).ToArray();
        var fitting = device is null ? drives : [.. drives.Where(drive => drive.Alias == device || drive.Name == device)];
        return fitting.Length == 1 ? fitting[0] : throw new LodgeException(
            ErrorCode.InvalidArgument,
            (device, drives.Length) switch
            {
                (_, 0) => $"VM '{vm.Name}' has no CD-ROM or floppy drive.",
                (null, _) => $"VM '{vm.Name}' has {drives.Length} drives.",
                _ => $"VM '{vm.Name}' has no CD-ROM or floppy drive '{device}'.",
            },
            drives.Length == 0
                ? $"Add one: 'lodge attach {vm.Name} cdrom FILE bus=scsi'."
                : $"Name one of: {string.Join(", ", drives.Select(drive => drive.Name ?? drive.Alias))}.");
    }
}
