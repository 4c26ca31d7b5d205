using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;metadata&gt;</c> and the elements of QEMU's namespace, which are kept as they are.</summary>
internal static class KeptSection
{
    public const string Qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    public static KeptXml? Read(Element root)
    {
        var metadata = root.Child("metadata")?.Keep().Elements.Where(element => !LodgeExtras.IsOwn(element)).ToList() ?? [];
        var qemu = root.Elements.Where(element => element.Namespace == Qemu).Select(element => element.Keep()).ToList();
        return metadata.Count == 0 && qemu.Count == 0 ? null : new KeptXml
        {
            Metadata = metadata.Count == 0 ? null : ForeignXml.ToText(metadata, '"'),
            Qemu = qemu.Count == 0 ? null : ForeignXml.ToText(qemu, '\'', ("qemu", Qemu)),
        };
    }

    public static void Declare(XmlOut output, KeptXml? kept) => output.Attr("xmlns:qemu", kept?.Qemu is null ? null : Qemu);

    public static void WriteMetadata(XmlOut output, WriteContext context)
    {
        using var metadata = output.ElementIfAny("metadata");
        if (context.Vm.Kept?.Metadata is { } text)
        {
            output.Lines(text);
        }

        LodgeExtras.Write(output, context);
    }

    public static void WriteQemu(XmlOut output, KeptXml? kept)
    {
        if (kept?.Qemu is { } text)
        {
            output.Lines(text);
        }
    }
}
