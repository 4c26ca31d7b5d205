using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>How large disks of running domains are, when they are filled, and what is in them.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class DiskSizeHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint InBytes = 1;

    /// <summary>The size is in KiB, unless the flag says bytes.</summary>
    [Procedure(RemoteProcedure.DomainBlockResize)]
    public async ValueTask ResizeAsync(Session session, DomainBlockResizeArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, InBytes, "virDomainBlockResize");
        var unit = (args.Flags & InBytes) != 0 ? 0 : 10;
        if (args.Size > (ulong)long.MaxValue >> unit)
        {
            throw DomainEditor.Wrong($"size {args.Size} is larger than a disk can be");
        }

        await engine.Disks.ResizeAsync(domains.GetActive(args.Dom).Id.ToString(), args.Disk, (long)args.Size << unit, cancellation);
    }

    /// <summary>The first image of a chain only: those behind it are not written.</summary>
    [Procedure(RemoteProcedure.DomainSetBlockThreshold)]
    public async ValueTask MarkAsync(Session session, DomainSetBlockThresholdArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSetBlockThreshold");
        if (args.Threshold > long.MaxValue)
        {
            throw DomainEditor.Wrong($"threshold {args.Threshold} is beyond the end of any disk");
        }

        await engine.Disks.MarkAsync(domains.GetActive(args.Dom).Id.ToString(), args.Dev, (long)args.Threshold, cancellation);
    }

    [Procedure(RemoteProcedure.DomainBlockPeek)]
    public async ValueTask<DomainBlockPeekRet> PeekAsync(Session session, DomainBlockPeekArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainBlockPeek");
        return new(await engine.Disks.PeekAsync(
            domains.Get(args.Dom).Id.ToString(), args.Path, (long)Math.Min(args.Offset, long.MaxValue), (int)Math.Min(args.Size, int.MaxValue), cancellation));
    }
}
