using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Runs LVM. Where the kernel has no device-mapper it keeps to LVM's tables, which it can change all the same.</summary>
internal sealed class LvmTool
{
    private static readonly HostTool s_lvm = new("lvm", "lvm2");

    /// <summary>Runs a command to its end.</summary>
    /// <param name="purpose">What it does, for the error: <c>make the volume 'a'</c>.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="LodgeException">It is not installed, or refused.</exception>
    public async Task<string> RunAsync(string purpose, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        IEnumerable<string> all = DeviceMapper.IsThere ? arguments : [arguments[0], "--driverloaded", "n", .. arguments.Skip(1)];
        var result = await s_lvm.RunAsync(all, "/", cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw LvmTrouble.Of(purpose, result.Errors);
    }

    /// <summary>A volume group; null when there is none.</summary>
    public async Task<LvmGroup?> FindGroupAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            return LvmReport.Read(await RunAsync($"look at the volume group '{group}'", LvmArguments.Group(group), cancellationToken)).Groups is [var found, ..] ? found : null;
        }
        catch (LodgeException failure) when (failure.Error.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A volume group.</summary>
    /// <exception cref="LodgeException">There is none.</exception>
    public async Task<LvmGroup> GetGroupAsync(string group, CancellationToken cancellationToken) => await FindGroupAsync(group, cancellationToken) ?? throw new LodgeException(
        ErrorCode.FileNotFound,
        $"There is no volume group '{group}' on this host.",
        "Name its devices in the pool and make it with 'lodge pool build' (virsh: pool-build); or see that the devices of the one that was here are there.");

    /// <summary>All volume groups, by name, with their devices as far as they are there.</summary>
    public async Task<IReadOnlyList<(string Group, IReadOnlyList<string> Devices)>> GroupsAsync(CancellationToken cancellationToken) =>
        LvmReport.ReadGroups(await RunAsync("list volume groups", LvmArguments.AllDevices(), cancellationToken));

    /// <summary>The volumes of a group.</summary>
    public async Task<IReadOnlyList<LvmVolume>> ListAsync(string group, CancellationToken cancellationToken) =>
        LvmReport.Read(await RunAsync($"list the volume group '{group}'", LvmArguments.Volumes(group), cancellationToken)).Volumes ?? [];

    /// <summary>One volume; null when there is none.</summary>
    public async Task<LvmVolume?> FindAsync(string group, string name, CancellationToken cancellationToken)
    {
        try
        {
            return LvmNames.IsPossible(name)
                && LvmReport.Read(await RunAsync($"look at the volume '{name}'", LvmArguments.Volumes($"{group}/{name}"), cancellationToken)).Volumes is [var found, ..] ? found : null;
        }
        catch (LodgeException failure) when (failure.Error.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}
