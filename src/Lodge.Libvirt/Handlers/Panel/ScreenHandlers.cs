using Lodge.Engine;
using Lodge.Engine.Vms.Panel;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers.Panel;

/// <summary>Pictures of screens.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class ScreenHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const string Mime = "image/png";

    /// <summary>Takes a picture, and sends it as a stream.</summary>
    [Procedure(RemoteProcedure.DomainScreenshot)]
    public async ValueTask<DomainScreenshotRet> CaptureAsync(Call call, DomainScreenshotArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainScreenshot");
        var vm = domains.GetActive(args.Dom).Id.ToString();
        var picture = await engine.Panel.CaptureAsync(vm, (int)Math.Min(args.Screen, int.MaxValue), cancellation);
        var file = Png.Encode(picture);
        call.Serve(async (stream, token) => await stream.WriteAsync(file, token));
        return new DomainScreenshotRet(Mime);
    }
}
