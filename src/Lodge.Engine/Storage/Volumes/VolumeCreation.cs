using Lodge.Engine.Ports;
using Lodge.Engine.Storage.Pools;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>Makes volumes: empty, based on another, or as a copy of one, be it in another format or pool.</summary>
internal sealed class VolumeCreation(StorageCore core)
{
    public async Task<Volume> CreateAsync(string pool, VolumeRequest request, VolumeName? from, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var home = core.Inventory.Get(pool);
        PoolErrors.ThrowUnlessUsable(home, "take a volume");
        ThrowIfImpossible(home);
        VolumeValidator.ThrowIfFlawed(request, home.Capabilities, from is not null);
        using var claim = core.Claims.Take(home, request.Name, writes: true, from is null ? "creation" : "clone");
        using var reading = from is null ? null : core.Claims.Take(core.Inventory.Get(from.Pool), from.Volume, writes: false, "clone");
        var origin = from is null ? null : await OriginAsync(from, cancellationToken);
        var backing = request.Backing is null ? null : await core.Origins.OfAsync(request.Backing, home, cancellationToken);
        var complete = Complete(home, request, origin, backing);
        if (await core.Catalogue.FindAsync(home, request.Name, cancellationToken) is not null)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The storage pool '{home.Name}' has a volume '{request.Name}' already.", "Choose another name, or delete that one first.");
        }

        return await MakeAsync(home, new VolumePlan(complete) { From = origin, Backing = backing }, progress, cancellationToken);
    }

    private async Task<VolumeOrigin> OriginAsync(VolumeName from, CancellationToken cancellationToken)
    {
        var pool = core.Inventory.Get(from.Pool);
        var volume = await core.Catalogue.GetAsync(pool, from.Volume, cancellationToken);
        var writers = (await core.Use.UsersOfAsync(pool, volume, cancellationToken)).Where(user => user is { Running: true, Reads: false, IsBacking: false }).ToArray();
        return writers.Length == 0
            ? core.Origins.Of(volume)
            : throw new LodgeException(
                ErrorCode.ImageInUse, $"The volume '{from.Volume}' cannot be copied while it is written: {writers[0]}.", "Stop the VM first, or copy the disk live with a block job.");
    }

    // The record is durable first: a volume without one would be taken for what its bytes say.
    private async Task<Volume> MakeAsync(Pool home, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var name = plan.Request.Name;
        await core.Records.SaveAsync(new VolumeRecord(home.Id, name, plan.Request.Format!.Value, plan.Request.Encryption?.SecretId));
        if (plan.Request.DataFile is { } data)
        {
            await core.Records.SaveAsync(new VolumeRecord(home.Id, data, VolumeFormat.Raw));
        }

        try
        {
            await core.Calls.WorkAsync(home.Definition, (driver, access, token) => driver.Volumes.CreateAsync(access, plan, progress, token), cancellationToken);
        }
        catch
        {
            await core.Records.DeleteAsync(home.Id, name);
            if (plan.Request.DataFile is { } left)
            {
                await core.Records.DeleteAsync(home.Id, left);
            }

            throw;
        }

        var made = await core.Catalogue.GetAsync(home, name, CancellationToken.None);
        core.Catalogue.Note(home, name, made);
        core.Announce(EventKind.VolumeCreated, home.Definition, name);
        return made;
    }

    private VolumeRequest Complete(Pool home, VolumeRequest request, VolumeOrigin? origin, VolumeOrigin? backing)
    {
        var least = origin?.Capacity ?? 0;
        var capacity = request.Capacity ?? (least > 0 ? new ByteSize(least) : backing is { Capacity: > 0 } ? new ByteSize(backing.Capacity) : null);
        if (capacity is { } size && size.Bytes < least)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"The volume '{request.Name}' would have {size}, less than the {new ByteSize(least)} of what it is made of.", "Leave the capacity out, or choose a larger one.");
        }

        if (request.Encryption is { } encryption)
        {
            core.Secrets.ValueFor(encryption.SecretId);
        }

        var format = request.Format ?? (home.Capabilities.Formats.Contains(VolumeFormat.Qcow2) ? VolumeFormat.Qcow2 : VolumeFormat.Raw);
        var complete = request with { Capacity = capacity, Format = format };
        VolumeValidator.ThrowIfFlawed(complete, home.Capabilities, origin is not null);
        return complete;
    }

    private static void ThrowIfImpossible(Pool home)
    {
        if (!home.Capabilities.Create)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"Volumes cannot be made in the storage pool '{home.Name}'{(home.Capabilities.ReadOnly ? ": it can only be read" : "")}.", home.Capabilities.Note ?? "'lodge pool info' tells what each pool can do.");
        }
    }
}
