using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Launching;

/// <summary>What one live VM occupies on the host.</summary>
/// <param name="VmId">The VM.</param>
/// <param name="Name">Its name, for errors.</param>
/// <param name="Uid">The user id it runs as; null for the daemon's own.</param>
/// <param name="Images">The files of its disks.</param>
internal sealed record VmClaim(Guid VmId, string Name, int? Uid, IReadOnlyList<ImageClaim> Images);

/// <summary>One file of a disk in use.</summary>
/// <param name="Path">Absolute path, for errors.</param>
/// <param name="Identity">What the kernel knows it by; null on a server, where its address is all there is.</param>
/// <param name="Writes">Whether it is written.</param>
internal sealed record ImageClaim(string Path, FileIdentity? Identity, bool Writes)
{
    /// <summary>The claims that a disk makes.</summary>
    public static IEnumerable<ImageClaim> Of(ImageChain chain, bool readOnly) =>
        chain.Layers.Select((layer, depth) => new ImageClaim(layer.Path, layer.Identity, depth == 0 && !readOnly));
}

/// <summary>
/// Which live VM has which user id and which images, so that no two get in each other's way even when they start at
/// the same moment. QEMU's own image locks stand behind it, against everybody else.
/// </summary>
internal sealed class VmClaims(UidRange? uids)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, VmClaim> _claims = [];

    /// <summary>The VMs that occupy something.</summary>
    public IReadOnlySet<Guid> Holders
    {
        get
        {
            lock (_lock)
            {
                return _claims.Keys.ToHashSet();
            }
        }
    }

    /// <summary>Occupies images and a free user id for a VM that is about to start.</summary>
    /// <exception cref="LodgeException">Another VM uses an image, no user id is left, or the VM is live already.</exception>
    public VmClaim Take(Guid vmId, string name, IReadOnlyList<ImageClaim> images)
    {
        lock (_lock)
        {
            if (_claims.ContainsKey(vmId))
            {
                throw new LodgeException(
                    ErrorCode.InvalidState, $"A QEMU of VM '{name}' is there already.", $"See what it does with 'lodge info {name}'.");
            }

            ThrowIfTaken(vmId, images);
            return _claims[vmId] = new VmClaim(vmId, name, FreeUid(vmId), images);
        }
    }

    /// <summary>Notes what a VM occupies that was found running.</summary>
    public void Note(VmClaim claim)
    {
        lock (_lock)
        {
            _claims[claim.VmId] = claim;
        }
    }

    /// <summary>Occupies more images for a VM that runs.</summary>
    /// <exception cref="LodgeException">Another VM uses an image.</exception>
    public void Extend(Guid vmId, IReadOnlyList<ImageClaim> images)
    {
        lock (_lock)
        {
            ThrowIfTaken(vmId, images);
            if (_claims.TryGetValue(vmId, out var claim))
            {
                _claims[vmId] = claim with { Images = [.. claim.Images, .. images] };
            }
        }
    }

    /// <summary>Gives back what a VM occupied; nothing when it did not.</summary>
    public void Release(Guid vmId)
    {
        lock (_lock)
        {
            _claims.Remove(vmId);
        }
    }

    /// <summary>Refuses images that another live VM writes, or that would be written while another one uses them.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>.</exception>
    public void ThrowIfImagesTaken(Guid vmId, IReadOnlyList<ImageClaim> images)
    {
        lock (_lock)
        {
            ThrowIfTaken(vmId, images);
        }
    }

    private void ThrowIfTaken(Guid vmId, IReadOnlyList<ImageClaim> images)
    {
        foreach (var other in _claims.Values.Where(claim => claim.VmId != vmId))
        {
            foreach (var image in images)
            {
                if (other.Images.FirstOrDefault(theirs => Collide(theirs, image)) is { } theirs)
                {
                    throw new LodgeException(
                        ErrorCode.ImageInUse,
                        theirs.Writes
                            ? $"'{image.Path}' is in use by VM '{other.Name}', which writes to it."
                            : $"'{image.Path}' is in use by VM '{other.Name}', which needs it unchanged.",
                        $"Stop VM '{other.Name}', make the disk readOnly in both VMs, or give this VM a copy or an overlay of its own.");
                }
            }
        }
    }

    private static bool Collide(ImageClaim theirs, ImageClaim ours) =>
        (theirs.Writes || ours.Writes) && (theirs.Identity, ours.Identity) switch
        {
            ({ } one, { } other) => one.IsSameFile(other),
            (null, null) => theirs.Path == ours.Path,
            _ => false,
        };

    // A VM gets the same id at each start as far as possible: it follows from the VM's own id.
    private int? FreeUid(Guid vmId)
    {
        if (uids is not { } range)
        {
            return null;
        }

        var taken = _claims.Values.Select(claim => claim.Uid).ToHashSet();
        var preferred = (int)(StableHash(vmId) % (uint)range.Count);
        for (var i = 0; i < range.Count; i++)
        {
            var uid = range.First + ((preferred + i) % range.Count);
            if (!taken.Contains(uid))
            {
                return uid;
            }
        }

        throw new LodgeException(
            ErrorCode.InsufficientResources,
            $"All {range.Count} user ids for VMs, from {range.First} on, are in use.",
            "Stop a VM, or give Lodge a larger range of user ids in its configuration.");
    }

    // FNV-1a: the hash of a Guid that .NET offers need not be the same in its next version.
    private static uint StableHash(Guid id)
    {
        var hash = 2166136261u;
        foreach (var part in id.ToByteArray())
        {
            hash = (hash ^ part) * 16777619u;
        }

        return hash;
    }
}
