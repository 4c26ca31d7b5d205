using Lodge.Engine.Ports;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Resizes a logical volume, which has whole extents and may have what was asked for already.</summary>
internal static class LvmResize
{
    public static async Task RunAsync(LvmTool lvm, LvmGroup group, Volume volume, VolumeResize resize, CancellationToken cancellationToken)
    {
        var wanted = Whole(resize.Capacity, group.ExtentSize);
        if (wanted == volume.Capacity)
        {
            return;
        }

        var arguments = wanted > volume.Capacity ? LvmArguments.Extend(group.Name, volume.Name, wanted) : LvmArguments.Reduce(group.Name, volume.Name, wanted);
        await lvm.RunAsync($"resize the volume '{volume.Name}'", arguments, cancellationToken);
    }

    /// <summary>A size in whole extents that is not less.</summary>
    public static long Whole(long bytes, long extent) => extent <= 0 ? bytes : (bytes + extent - 1) / extent * extent;
}
