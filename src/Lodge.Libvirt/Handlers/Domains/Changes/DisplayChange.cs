using Lodge.Libvirt.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Changes;

/// <summary>Changes a display that is there: its password, how long it counts, what becomes of those who watch.</summary>
internal static class DisplayChange
{
    /// <summary>The definition with the display of the same kind as the client wants it. A password that it does not name stays.</summary>
    public static VmDefinition Apply(VmDefinition definition, GraphicsDefinition wanted) =>
        definition.Graphics.Any(display => display.Type == wanted.Type)
            ? definition with { Graphics = [.. definition.Graphics.Select(display => display.Type == wanted.Type ? Merge(display, wanted) : display)] }
            : throw new LibvirtException(
                ErrorNumber.DeviceMissing, ErrorOrigin.Domain, $"cannot find existing graphics device of type '{wanted.Type.ToString().ToLowerInvariant()}'");

    private static GraphicsDefinition Merge(GraphicsDefinition present, GraphicsDefinition wanted) => wanted with
    {
        Password = wanted.Password ?? present.Password,
        PasswordExpires = wanted.Password is null ? present.PasswordExpires : wanted.PasswordExpires,
        Tls = wanted.Tls ?? present.Tls,
    };
}
