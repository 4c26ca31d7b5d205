using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Files;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>Finds images of Ceph.</summary>
internal sealed class RbdImages(RbdTool tool)
{
    private const string CountsQuickly = "fast-diff";

    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(1);

    /// <summary>All images of a pool.</summary>
    public async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var printed = await tool.RunAsync(pool, ["ls", "--long", "--format", "json", .. RbdTool.Place(pool)], cancellationToken);
        return [.. Parse(printed, RbdJson.Default.ListRbdListed).Where(entry => entry.Snapshot is null && !NewFileName.IsUnfinished(entry.Image)).Select(entry => Describe(pool, entry.Image, entry.Size, entry.Size, entry.Parent))];
    }

    /// <summary>One image; null when there is none.</summary>
    public async Task<Volume?> FindAsync(PoolAccess pool, string name, CancellationToken cancellationToken)
    {
        if (await InfoAsync(pool, name, cancellationToken) is not { } info)
        {
            return null;
        }

        var used = info.Features?.Contains(CountsQuickly) == true ? await UsedAsync(pool, name, cancellationToken) : info.Size;
        var volume = Describe(pool, name, info.Size, used, info.Parent);
        return volume with { Chain = volume.Backing is { } backing ? [backing] : [] };
    }

    /// <summary>What rbd tells of an image; null when there is none.</summary>
    public async Task<RbdInfo?> InfoAsync(PoolAccess pool, string name, CancellationToken cancellationToken)
    {
        if (WhyNot(name) is not null)
        {
            return null;
        }

        var result = await tool.TryAsync(pool, ["info", "--format", "json", .. Image(pool, name)], cancellationToken);
        return result.ExitCode == 0 ? Parse(result.Output, RbdJson.Default.RbdInfo)
            : RbdTrouble.IsMissing(result) ? null
            : throw RbdTrouble.Of(pool, "info", result);
    }

    /// <summary>Names of images that a crash has left half-made, so long ago that nobody is at work on them.</summary>
    public async Task<IReadOnlyList<string>> LeftoversAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var names = Parse(await tool.RunAsync(pool, ["ls", "--format", "json", .. RbdTool.Place(pool)], cancellationToken), RbdJson.Default.ListString);
        var left = new List<string>();
        foreach (var name in names.Where(NewFileName.IsUnfinished))
        {
            if (await InfoAsync(pool, name, cancellationToken) is { CreateTimestamp: { } made }
                && DateTime.TryParseExact(made, "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var when)
                && when < DateTime.Now - s_oldest)
            {
                left.Add(name);
            }
        }

        return left;
    }

    /// <summary>The snapshots of an image.</summary>
    public async Task<IReadOnlyList<RbdSnapshot>> SnapshotsAsync(PoolAccess pool, string name, CancellationToken cancellationToken) =>
        Parse(await tool.RunAsync(pool, ["snap", "ls", "--format", "json", .. Image(pool, name)], cancellationToken), RbdJson.Default.ListRbdSnapshot);

    /// <summary>An image, as commands are told of it.</summary>
    public static IEnumerable<string> Image(PoolAccess pool, string name) => [.. RbdTool.Place(pool), "--image", name];

    /// <summary>How a VM's disk refers to an image.</summary>
    public static RbdDiskSource Source(PoolAccess pool, string name)
    {
        var backend = RbdTool.BackendOf(pool);
        return new RbdDiskSource
        {
            Servers = RbdTool.Monitors(backend),
            Pool = backend.Pool,
            Namespace = backend.Namespace,
            Image = name,
            User = backend.User,
            Secret = backend.SecretId,
        };
    }

    /// <summary>What Ceph has against a name, in words that follow it; null for nothing.</summary>
    public static string? WhyNot(string name) => name.AsSpan().ContainsAny('@', '/') ? "must not contain '@' or '/', which Ceph divides names by" : null;

    /// <summary>Reads what a tool printed.</summary>
    /// <exception cref="LodgeException">It is not what it should be.</exception>
    public static T Parse<T>(string printed, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(printed, type) ?? throw new JsonException("nothing");
        }
        catch (JsonException wrong)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"A tool of Ceph printed what Lodge does not understand: {wrong.Message}", cause: wrong);
        }
    }

    private async Task<long> UsedAsync(PoolAccess pool, string name, CancellationToken cancellationToken) =>
        Parse(await tool.RunAsync(pool, ["du", "--format", "json", .. Image(pool, name)], cancellationToken), RbdJson.Default.RbdUsage).Images?.Sum(image => image.UsedSize) ?? 0;

    private static Volume Describe(PoolAccess pool, string name, long size, long used, RbdParent? parent)
    {
        var source = Source(pool, name);
        return new Volume
        {
            Pool = pool.Definition.Name,
            Name = name,
            Key = source.Describe(),
            Type = VolumeType.Network,
            Format = VolumeFormat.Raw,
            Capacity = size,
            Allocation = used,
            Physical = size,
            Source = source,
            Backing = parent is null ? null : new VolumeBacking(
                (source with { Pool = parent.Pool, Namespace = parent.PoolNamespace is { Length: > 0 } space ? space : null, Image = parent.Image }).Describe(), VolumeFormat.Raw),
        };
    }
}
