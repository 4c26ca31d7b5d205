using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Launching.Graphics;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Checks;

/// <summary>Displays: their ports and sockets must be free, their certificates and render nodes there.</summary>
internal static class DisplayCheck
{
    /// <summary>All displays; the first trouble of each is told.</summary>
    public static IEnumerable<Func<CheckContext, CancellationToken, Task>> ForEach(VmDefinition definition) =>
        definition.Graphics.Select((display, index) => new Func<CheckContext, CancellationToken, Task>((context, _) =>
        {
            Check(display, $"graphics[{index}]", context.TlsFolder);
            return Task.CompletedTask;
        }));

    private static void Check(GraphicsDefinition display, string path, string tlsFolder)
    {
        if (display.Listen is SocketListen { Path: { } socket })
        {
            UserSocket.ThrowIfInUse(socket, path);
        }

        if (display.Listen is AddressListen listen)
        {
            CheckPorts(listen, path);
        }

        if (OwnFolderPlan.NeedsCertificates(display))
        {
            CheckCertificates(path, tlsFolder);
        }

        if (display.RenderNode is { } node)
        {
            DeviceFileCheck.Require(node, $"{path}.renderNode", FileKind.CharacterDevice);
        }
    }

    private static void CheckPorts(AddressListen listen, string path)
    {
        var address = listen.Address ?? PortWishes.DefaultAddress;
        foreach (var (name, port) in new[] { ("port", listen.Port), ("tlsPort", listen.TlsPort), ("webSocketPort", listen.WebSocketPort) })
        {
            if (port is { } number && !PortBook.IsFree(address, number))
            {
                throw new LodgeException(
                    ErrorCode.InsufficientResources,
                    $"Port {number} at {address} ({path}.{name}) is in use, or the address is not this host's.",
                    $"Choose another port, or leave it out for a free one; 'ss -ltnp' tells who has this one.");
            }
        }
    }

    private static void CheckCertificates(string path, string folder)
    {
        foreach (var file in Certificates.Files.Select(name => Path.Combine(folder, name)))
        {
            try
            {
                _ = FileIdentity.Of(file);
            }
            catch (LinuxException failure)
            {
                var trouble = FileTrouble.Of(failure, file, $"{path}.tls").Error;
                throw new LodgeException(
                    trouble.Code,
                    trouble.Message,
                    $"Put the host's certificates into '{folder}' ({string.Join(", ", Certificates.Files)}), or name their folder in the configuration (tls-folder).",
                    failure);
            }
        }
    }
}
