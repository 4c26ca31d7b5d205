using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>Which volumes Lodge itself works on right now: many may read one, or a single one may write it.</summary>
internal sealed class VolumeClaims
{
    private readonly Lock _lock = new();
    private readonly List<Claim> _claims = [];

    /// <summary>Claims a volume until the claim is disposed.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="volume">Its name, be it not there yet.</param>
    /// <param name="writes">Whether nobody else may have it.</param>
    /// <param name="work">What for, as a noun: <c>clone</c>.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>, naming the other work.</exception>
    public IDisposable Take(Pool pool, string volume, bool writes, string work)
    {
        lock (_lock)
        {
            if (_claims.Find(other => other.Pool == pool.Id && other.Volume == volume && (other.Writes || writes)) is { } holder)
            {
                throw new LodgeException(
                    ErrorCode.Busy, $"The volume '{volume}' of the storage pool '{pool.Name}' is held by a {holder.Work}.", "Try again when that is done; 'lodge jobs' shows how far it is.");
            }

            var claim = new Claim(this, pool.Id, volume, writes, work);
            _claims.Add(claim);
            return claim;
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>: work on a volume of this pool goes on.</exception>
    public void ThrowIfAnyIn(Pool pool)
    {
        lock (_lock)
        {
            if (_claims.Find(claim => claim.Pool == pool.Id) is { } holder)
            {
                throw new LodgeException(
                    ErrorCode.Busy, $"The storage pool '{pool.Name}' is held by a {holder.Work} of its volume '{holder.Volume}'.", "Wait until that is done, or cancel the job.");
            }
        }
    }

    private void Release(Claim claim)
    {
        lock (_lock)
        {
            _claims.Remove(claim);
        }
    }

    private sealed class Claim(VolumeClaims claims, Guid pool, string volume, bool writes, string work) : IDisposable
    {
        public Guid Pool => pool;

        public string Volume => volume;

        public bool Writes => writes;

        public string Work => work;

        public void Dispose() => claims.Release(this);
    }
}
