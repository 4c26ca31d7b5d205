using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Graphics;

/// <summary>Decides whether a VM needs a folder of its own, and what is in it.</summary>
internal static class OwnFolderPlan
{
    /// <summary>The folder; null when nothing needs it.</summary>
    public static OwnFolder? Of(PlanContext context)
    {
        var graphics = context.Definition.Graphics;
        var certificates = graphics.Any(NeedsCertificates);
        var spice = context.Displays.FirstOrDefault(display => display is { Type: GraphicsType.Spice, Socket: not null });
        if (!certificates && spice is null)
        {
            return null;
        }

        return new OwnFolder(
            context.Paths.OwnFolder,
            certificates ? [.. Certificates.CopiedFrom(context.TlsFolder)] : [],
            spice?.Socket is { } path && path != context.Paths.SpiceSocket
                ? [new PlannedLink(path, context.Paths.SpiceSocket)]
                : []);
    }

    /// <summary>Whether a display needs the host's certificates.</summary>
    public static bool NeedsCertificates(GraphicsDefinition display) =>
        display.Type == GraphicsType.Spice ? SpiceArguments.NeedsCertificates(display)
        : display is { Type: GraphicsType.Vnc, Tls: true };
}
