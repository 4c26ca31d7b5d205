using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>
/// Numbers of running domains: 1 and more, one for each run of a VM, the same while it runs, and never given twice
/// by one daemon. A VM that does not run has <see cref="None"/>.
/// </summary>
internal sealed class DomainNumbers
{
    /// <summary>The number of what does not run.</summary>
    public const int None = -1;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Run> _runs = [];
    private readonly Dictionary<int, Guid> _owners = [];
    private int _last;

    /// <summary>The number of a VM's present run.</summary>
    public int Of(Vm vm)
    {
        lock (_lock)
        {
            var known = _runs.GetValueOrDefault(vm.Id);
            var startedAt = vm.Runtime?.StartedAt;
            if (known is not null && (!vm.Status.IsLive || (known.StartedAt is { } then && startedAt is { } now && then != now)))
            {
                _runs.Remove(vm.Id);
                _owners.Remove(known.Number);
                known = null;
            }

            if (!vm.Status.IsLive)
            {
                return None;
            }

            var run = new Run(known?.Number ?? ++_last, startedAt ?? known?.StartedAt);
            (_runs[vm.Id], _owners[run.Number]) = (run, vm.Id);
            return run.Number;
        }
    }

    /// <summary>The VM that was given a number last known to be in use; null for a number of nobody.</summary>
    public Guid? OwnerOf(int number)
    {
        lock (_lock)
        {
            return _owners.TryGetValue(number, out var owner) ? owner : null;
        }
    }

    // Of a QEMU that is still being started nobody knows since when it runs.
    private sealed record Run(int Number, DateTimeOffset? StartedAt);
}
