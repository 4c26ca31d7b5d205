using Lodge.Linux.Cgroups.Control;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>Knobs of the host's block devices as the VM may use them.</summary>
internal static class BlockKnobs
{
    private const string Path = "tuning.blockIo";

    /// <summary>The weight, and weight and limits for each device that one of two definitions names.</summary>
    public static IEnumerable<TuningKnob> Of(BlockIoTuning? block, BlockIoTuning? other, TuningHost host)
    {
        if (host.Block is not { } place)
        {
            return block is null ? [] : throw GroupKnobs.Missing(Path, "block devices");
        }

        var wanted = (block?.Devices ?? []).ToDictionary(device => device.Path);
        var paths = wanted.Keys.Union((other?.Devices ?? []).Select(device => device.Path)).Order(StringComparer.Ordinal);
        return Weight(block, place).Concat(paths.SelectMany(path => Device(path, wanted.GetValueOrDefault(path), place, host)));
    }

    private static IEnumerable<TuningKnob> Weight(BlockIoTuning? block, CgroupPlace place)
    {
        if (BlockControl.WeightFile(place) is null)
        {
            return block is { Weight: not null } ? throw NoWeights($"{Path}.weight") : [];
        }

        var (least, most, usual) = BlockControl.WeightRange(place);
        var write = BlockControl.Weight(place, block?.Weight is { } weight ? Math.Clamp(weight, least, most) : usual);
        return [new TuningKnob("block weight", $"{Path}.weight", [new WriteGroup(write!)])];
    }

    private static IEnumerable<TuningKnob> Device(string path, BlockIoDevice? wish, CgroupPlace place, TuningHost host)
    {
        if (!host.Devices.TryGetValue(path, out var device))
        {
            // One that is gone holds no limits any more.
            return wish is null ? [] : throw new LodgeException(
                ErrorCode.FileNotFound,
                $"{Path}.devices: '{path}' is no block device of this host.",
                "Name a whole disk such as /dev/sda; 'lsblk' lists them.");
        }

        var limits = new BlockLimits(wish?.ReadBytes, wish?.WriteBytes, wish?.ReadIops, wish?.WriteIops);
        var limit = new TuningKnob(
            $"block limits {path}", $"{Path}.devices", [.. BlockControl.Limits(place, device, limits).Select(write => new WriteGroup(write))]);
        return BlockControl.DeviceWeight(place, device, wish?.Weight) is { } weight
            ? [limit, new TuningKnob($"block weight {path}", $"{Path}.devices", [new WriteGroup(weight)])]
            : wish is { Weight: not null } ? throw NoWeights($"{Path}.devices") : [limit];
    }

    private static LodgeException NoWeights(string path) => new(
        ErrorCode.Unsupported,
        $"{path}: no block scheduler of this host weighs groups.",
        "The scheduler bfq does: echo bfq > /sys/block/DISK/queue/scheduler. Limits work with every scheduler.");
}
