using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;mirror&gt;</c>: what a running disk is being copied to. Never read: it goes with the job.</summary>
internal static class MirrorXml
{
    public static void Write(XmlOut output, LiveMirror? mirror)
    {
        if (mirror is null)
        {
            return;
        }

        var format = DiskWords.Formats.Of(mirror.Format);
        using var element = output.Element("mirror");
        output.Attr("type", mirror.Target is BlockDiskSource ? "block" : "file");
        output.Attr("file", mirror.IsCopy ? (mirror.Target as FileDiskSource)?.Path : null).Attr("format", mirror.IsCopy && mirror.Target is FileDiskSource ? format : null);
        output.Attr("job", mirror.IsCopy ? "copy" : "active-commit").Attr("ready", mirror.Ready ? "yes" : null);
        using (output.Element("format"))
        {
            output.Attr("type", format);
        }

        using (output.Element("source"))
        {
            output.Attr("file", (mirror.Target as FileDiskSource)?.Path).Attr("dev", (mirror.Target as BlockDiskSource)?.Path);
        }
    }
}
