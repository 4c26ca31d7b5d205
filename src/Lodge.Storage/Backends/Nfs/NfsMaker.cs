using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>Makes files on an NFS server. Each is made under another name and gets its own when it is whole.</summary>
internal sealed class NfsMaker(QemuImgRunner images)
{
    private const uint PrivateMode = 0b110_000_000;

    private static readonly TimeSpan s_undoing = TimeSpan.FromSeconds(30);

    public async Task MakeAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfImpossible(plan.Request);
        var (name, draft) = (plan.Request.Name, Path.GetFileName(NewFileName.For($"/{plan.Request.Name}")));
        using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
        try
        {
            var mode = (uint)PoolFolder.ModeOf(plan.Request.Permissions, (int)PrivateMode);
            await server.CreateAsync(draft, mode, IsPlain(plan.Request) ? plan.Request.Capacity?.Bytes ?? 0 : 0, cancellationToken);
            await FillAsync(pool, plan, NfsPlace.Source(pool, draft), progress, cancellationToken);
        }
        catch
        {
            await UndoAsync(pool, draft);
            throw;
        }

        // A copy takes longer than servers keep silent connections.
        using var again = await NfsPlace.OpenAsync(pool, CancellationToken.None);
        if (await again.FindAsync(name, CancellationToken.None) is not null)
        {
            await again.DeleteAsync(draft, CancellationToken.None);
            throw new LodgeException(ErrorCode.InvalidState, $"'{name}' exists already.", "Choose another name, or delete it first.");
        }

        await again.RenameAsync(draft, name, CancellationToken.None);
    }

    private async Task FillAsync(PoolAccess pool, VolumePlan plan, NfsDiskSource target, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (!IsPlain(plan.Request))
        {
            var create = QemuImgArguments.Create(NfsPlace.Address(target), plan.Request with { Preallocation = Tables(plan.Request) }, backing: null, dataFile: null);
            await images.RunAsync(create, Inputs(pool, plan.Request, from: null), progress, cancellationToken);
        }

        if (plan.From is { } from)
        {
            await images.RunAsync(QemuImgArguments.CopyInto(from, target, plan.Request), Inputs(pool, plan.Request, from), progress, cancellationToken);
        }
    }

    private static ImageInputs Inputs(PoolAccess pool, VolumeRequest request, VolumeOrigin? from)
    {
        var secrets = new Dictionary<string, byte[]>();
        if (request.Encryption is { } encryption)
        {
            secrets[ImageSide.Target.Secret] = pool.Secrets.ValueFor(encryption.SecretId);
        }

        if (from?.SecretId is { } secret)
        {
            secrets[ImageSide.Source.Secret] = pool.Secrets.ValueFor(secret);
        }

        return from is null ? new ImageInputs(secrets) : new ImageInputs(secrets).With(from.Source, ImageSide.Source, pool.Secrets);
    }

    private static bool IsPlain(VolumeRequest request) => request is { Format: VolumeFormat.Raw, Encryption: null };

    private static Preallocation? Tables(VolumeRequest request) => request.Preallocation == Preallocation.Metadata ? Preallocation.Metadata : null;

    // What fails here is what failed before: the server. What is left there is swept at a later start of the pool.
    private static async Task UndoAsync(PoolAccess pool, string draft)
    {
        using var patience = new CancellationTokenSource(s_undoing);
        try
        {
            using var server = await NfsPlace.OpenAsync(pool, patience.Token);
            if (await server.FindAsync(draft, patience.Token) is not null)
            {
                await server.DeleteAsync(draft, patience.Token);
            }
        }
        catch (Exception failure) when (failure is LodgeException or OperationCanceledException)
        {
            // Why the work itself failed counts more.
            return;
        }
    }

    // Room cannot be reserved by this version of NFS; what asks for it all the same gets a volume that grows.
    private static void ThrowIfImpossible(VolumeRequest request)
    {
        if (request.Preallocation == Preallocation.Full)
        {
            throw new LodgeException(ErrorCode.Unsupported, "Volumes of this pool cannot be reserved in full.", "Leave the preallocation out, or mount the folder: a pool of the kind 'nfs'.");
        }

        if (request.DataFile is not null)
        {
            throw new LodgeException(ErrorCode.Unsupported, "Images on servers must have their data themselves, not in another file.", "Leave the data file out.");
        }
    }
}
