using Lodge.Model.Errors;

namespace Lodge.Engine.Vms;

/// <summary>
/// Names and ids that somebody is about to give to a VM. From the claim until the inventory has it nobody else gets them,
/// and VMs with other names are stored at the same time.
/// </summary>
/// <param name="inventory">The VMs that have theirs already.</param>
internal sealed class NameClaims(VmInventory inventory)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _ids = [];

    /// <summary>Claims the name and the id of a new VM until the claim is disposed.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.VmExists"/>: another VM has one of them, or is about to.</exception>
    public IDisposable TakeNew(string name, Guid id)
    {
        lock (_lock)
        {
            inventory.ThrowIfTaken(name, id, allowSame: false);
            if (_ids.Contains(id))
            {
                throw Claimed($"the id {id}");
            }

            TakeName(name);
            _ids.Add(id);
            return new Claim(this, name, id);
        }
    }

    /// <summary>Claims a new name for a VM that is there.</summary>
    /// <inheritdoc cref="TakeNew"/>
    public IDisposable TakeName(string name, Guid owner)
    {
        lock (_lock)
        {
            inventory.ThrowIfTaken(name, owner, allowSame: true);
            TakeName(name);
            return new Claim(this, name, null);
        }
    }

    private void TakeName(string name)
    {
        if (!_names.Add(name))
        {
            throw Claimed($"the name '{name}'");
        }
    }

    private void Release(string name, Guid? id)
    {
        lock (_lock)
        {
            _names.Remove(name);
            if (id is { } known)
            {
                _ids.Remove(known);
            }
        }
    }

    private static LodgeException Claimed(string what) =>
        new(ErrorCode.VmExists, $"Another VM is being given {what} at this moment.", "Choose another one, or try again if that fails.");

    private sealed class Claim(NameClaims claims, string name, Guid? id) : IDisposable
    {
        public void Dispose() => claims.Release(name, id);
    }
}
