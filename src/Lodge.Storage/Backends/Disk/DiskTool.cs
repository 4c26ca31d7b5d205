using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Disk;

/// <summary>Reads and changes the table of a disk, and tells the kernel. One change at a time.</summary>
internal sealed class DiskTool
{
    // udev, or the kernel itself, makes nodes a moment after the kernel knows of a partition.
    private static readonly TimeSpan s_nodePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private static readonly HostTool s_sfdisk = new("sfdisk", "fdisk");
    private static readonly HostTool s_partx = new("partx", "util-linux");
    private static readonly HostTool s_wipefs = new("wipefs", "util-linux");

    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>The path that is no link, by which the kernel's partitions are called.</summary>
    public static string Real(string device)
    {
        try
        {
            return File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        }
        catch (IOException gone)
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"The device '{device}' is not there: {gone.Message}", "See that the disk is connected.", gone);
        }
    }

    /// <summary>Length of a disk, bytes.</summary>
    /// <exception cref="LodgeException">It is not there, or no disk.</exception>
    public static long Length(string device)
    {
        try
        {
            return DeviceNode.BlockNumbersOf(device) is not null
                ? FileSpace.Of(device).Length
                : throw new LodgeException(ErrorCode.InvalidArgument, $"'{device}' is no block device.", "Correct its name in the pool's definition.");
        }
        catch (LinuxException gone)
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"The device '{device}' is not there: {gone.Message}.", "See that the disk is connected.", gone);
        }
    }

    /// <summary>The table of a disk; null when it has none.</summary>
    public async Task<DiskTable?> FindTableAsync(string device, CancellationToken cancellationToken)
    {
        Length(device);
        var result = await s_sfdisk.RunAsync(DiskArguments.Show(device), "/", cancellationToken);
        return result switch
        {
            { ExitCode: 0 } => DiskTable.Read(result.Output),
            _ when result.Errors.Contains("does not contain a recognized partition table", StringComparison.Ordinal) => null,
            _ => throw s_sfdisk.Failed($"read the partition table of '{device}'", result.Errors),
        };
    }

    /// <summary>The table of a disk.</summary>
    /// <exception cref="LodgeException">It has none.</exception>
    public async Task<DiskTable> GetTableAsync(string device, CancellationToken cancellationToken) => await FindTableAsync(device, cancellationToken) ?? throw new LodgeException(
        ErrorCode.BadFile, $"The disk '{device}' has no partition table.", "Make one with 'lodge pool build' (virsh: pool-build).");

    /// <summary>Writes a new table.</summary>
    public Task BuildAsync(string device, Model.Storage.PartitionTable table, CancellationToken cancellationToken) => (s_sfdisk with { Input = DiskArguments.BuildScript(table) })
        .DemandAsync($"make a partition table on '{device}'", DiskArguments.Build(device), "/", cancellationToken);

    /// <summary>Takes the table away.</summary>
    public Task WipeAsync(string device, CancellationToken cancellationToken) => s_wipefs.DemandAsync($"take the table from '{device}'", DiskArguments.Wipe(device), "/", cancellationToken);

    /// <summary>Sees that the kernel has a device for each partition.</summary>
    public async Task ShowAllAsync(string device, DiskTable table, CancellationToken cancellationToken)
    {
        if (table.Partitions.Any(partition => !File.Exists(partition.Node)))
        {
            await s_partx.DemandAsync($"tell the kernel of the partitions of '{device}'", DiskArguments.TellAll(device), "/", cancellationToken);
        }
    }

    /// <summary>Adds a partition with a device.</summary>
    /// <exception cref="LodgeException">There is no room, the name cannot be, or the kernel makes no device of it; nothing was changed.</exception>
    public async Task<DiskPartition> AddAsync(string device, string name, long bytes, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var table = await GetTableAsync(device, cancellationToken);
            var label = DiskNames.Label(table, device, name);
            var (start, size) = DiskRoom.Find(table, Length(device), bytes) ?? throw new LodgeException(
                ErrorCode.InsufficientResources, $"The disk '{device}' has no gap of that size left.", "Delete partitions that are not needed, or make the volume smaller.");
            await (s_sfdisk with { Input = DiskArguments.AppendScript(start, size, label) })
                .DemandAsync($"add a partition to '{device}'", DiskArguments.Append(device), "/", CancellationToken.None);
            var made = (await GetTableAsync(device, CancellationToken.None)).Partitions.Single(partition => partition.Start == start);
            await ShowAsync(device, made);
            return made;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Deletes a partition that nobody uses.</summary>
    /// <exception cref="LodgeException">Somebody uses it; nothing was changed.</exception>
    public async Task DeleteAsync(string device, DiskPartition partition, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var number = DiskNames.Number(partition.Node);
            if (File.Exists(partition.Node) && await s_partx.RunAsync(DiskArguments.Hide(device, number), "/", cancellationToken) is { ExitCode: not 0 } refused)
            {
                throw new LodgeException(ErrorCode.ImageInUse, s_partx.Failed($"take '{partition.Node}' away", refused.Errors).Message, "Stop the VM or program that uses it, or unmount it.");
            }

            await s_sfdisk.DemandAsync($"delete '{partition.Node}'", DiskArguments.Delete(device, number), "/", CancellationToken.None);
        }
        finally
        {
            _changing.Release();
        }
    }

    private static async Task ShowAsync(string device, DiskPartition made)
    {
        var number = DiskNames.Number(made.Node);
        var told = await s_partx.RunAsync(DiskArguments.Tell(device, number), "/", CancellationToken.None);
        for (var waited = TimeSpan.Zero; told.ExitCode == 0 && waited < s_nodePatience && !File.Exists(made.Node); waited += s_pause)
        {
            await Task.Delay(s_pause, CancellationToken.None);
        }

        if (!File.Exists(made.Node))
        {
            await s_sfdisk.DemandAsync($"delete '{made.Node}'", DiskArguments.Delete(device, number), "/", CancellationToken.None);
            throw new LodgeException(
                ErrorCode.Unsupported, $"This host made no device '{made.Node}' of the new partition{(told.ExitCode == 0 ? "" : $": {told.Errors.Trim()}")}.", "See that udev runs, or that /dev is the kernel's own (devtmpfs).");
        }
    }
}
