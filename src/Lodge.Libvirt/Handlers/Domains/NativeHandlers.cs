using System.Buffers;
using System.Text;
using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>
/// Domains as QEMU's command line, to be looked at. It cannot be typed as it is: files and sockets are passed as
/// descriptors. The other way there is none, and libvirt has none any more either.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="runFolder">The folder with the sockets of running VMs, which mean nothing in a definition.</param>
internal sealed class NativeHandlers(LodgeEngine engine, string? runFolder)
{
    private const string Arguments = "qemu-argv";

    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,.:/@%");

    [Procedure(RemoteProcedure.ConnectDomainXmlToNative)]
    public async ValueTask<ConnectDomainXmlToNativeRet> ToNativeAsync(
        Session session, ConnectDomainXmlToNativeArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virConnectDomainXMLToNative");
        if (args.NativeFormat != Arguments)
        {
            throw DomainEditor.Wrong($"unsupported config type {args.NativeFormat}; it is '{Arguments}'");
        }

        return new(Write(await engine.Definitions.PreviewAsync(DomainXml.Read(args.DomainXml, runFolder), cancellation)));
    }

    // One option a line, as a shell reads it.
    private static string Write(IReadOnlyList<string> command)
    {
        var text = new StringBuilder();
        foreach (var argument in command)
        {
            text.Append(text.Length == 0 ? "" : argument.StartsWith('-') ? " \\\n" : " ").Append(Quoted(argument));
        }

        return text.Append('\n').ToString();
    }

    private static string Quoted(string argument) => argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(s_plain)
        ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
