using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers.Panel;

/// <summary>Viewers that come to a display by a passed descriptor, wherever the display listens.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class GraphicsHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint SkipAuthentication = 1;

    /// <summary>Hands the socket that came with the call to a display.</summary>
    [Procedure(RemoteProcedure.DomainOpenGraphics)]
    public async ValueTask ConnectAsync(Call call, DomainOpenGraphicsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SkipAuthentication, "virDomainOpenGraphics");
        var vm = domains.GetActive(args.Dom).Id.ToString();
        if (call.Descriptors is not [var viewer])
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "one connected socket must come with this call");
        }

        await engine.Panel.ConnectViewerAsync(vm, Index(args.Idx), viewer, (args.Flags & SkipAuthentication) != 0, cancellation);
    }

    /// <summary>Answers with a socket that is connected to a display.</summary>
    [Procedure(RemoteProcedure.DomainOpenGraphicsFd)]
    public async ValueTask OpenAsync(Call call, DomainOpenGraphicsFdArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, SkipAuthentication, "virDomainOpenGraphicsFD");
        var vm = domains.GetActive(args.Dom).Id.ToString();
        call.Attach(await engine.Panel.OpenViewerAsync(vm, Index(args.Idx), (args.Flags & SkipAuthentication) != 0, cancellation));
    }

    private static int Index(uint index) => (int)Math.Min(index, int.MaxValue);
}
