using Lodge.Linux.Devices;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Host;
using Lodge.Qemu.Host.Assignment;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Launching.Graphics;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Checks;

/// <summary>Files, sockets, ports and devices of the host that a VM's devices name.</summary>
internal static class DeviceFileCheck
{
    /// <summary>Sources of random numbers and of input.</summary>
    public static Task Sources(CheckContext context, CancellationToken cancellationToken)
    {
        foreach (var (rng, i) in context.Definition.Rngs.OrEmpty().Select((rng, i) => (rng, i)))
        {
            if (rng.Source is { } source)
            {
                Require(source, $"rngs[{i}].source", FileKind.CharacterDevice);
            }
        }

        foreach (var (input, i) in context.Definition.Inputs.OrEmpty().Select((input, i) => (input, i)))
        {
            if (input is { Type: InputType.Passthrough, Source: { } source })
            {
                Require(source, $"inputs[{i}].source", FileKind.CharacterDevice);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The host's ends of serial ports, consoles and channels.</summary>
    public static Task Ends(CheckContext context, CancellationToken cancellationToken)
    {
        foreach (var (path, device) in context.Definition.EachDevice())
        {
            if (device is CharacterDevice character)
            {
                CheckEnd(character.Backend, $"{path}.backend");
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Devices of the host that are there.</summary>
    public static Task HostDevices(CheckContext context, CancellationToken cancellationToken)
    {
        _ = HostNodes.Find(context.Definition);
        _ = AssignmentPlan.Of(context.Definition, new Sysfs(), static _ => null);
        return Task.CompletedTask;
    }

    /// <summary>Refuses a path at which something else is than should be.</summary>
    /// <exception cref="LodgeException">It is missing, or of another kind.</exception>
    public static void Require(string path, string role, FileKind kind)
    {
        try
        {
            if (FileIdentity.Of(path).Kind == kind)
            {
                return;
            }
        }
        catch (LinuxException failure)
        {
            throw FileTrouble.Of(failure, path, role);
        }

        throw new LodgeException(
            ErrorCode.BadFile,
            $"'{path}' ({role}) is not a {(kind == FileKind.CharacterDevice ? "character device" : "file")}.",
            "Correct the path in the VM's definition.");
    }

    private static void CheckEnd(CharacterBackend? backend, string role)
    {
        switch (backend)
        {
            case UnixBackend { Mode: SocketMode.Bind } unix:
                UserSocket.ThrowIfInUse(unix.Path, role);
                break;
            case UnixBackend unix:
                UserSocket.Connect(unix.Path, role).Dispose();
                break;
            case TcpBackend { Mode: SocketMode.Bind } tcp when !PortBook.IsFree(tcp.Host ?? PortWishes.DefaultAddress, tcp.Port):
                throw new LodgeException(
                    ErrorCode.InsufficientResources,
                    $"Port {tcp.Port} at {tcp.Host ?? PortWishes.DefaultAddress} ({role}) is in use, or the address is not this host's.",
                    "Choose another port; 'ss -ltnp' tells who has this one.");
            case FileBackend { Path: var path } when !Directory.Exists(Path.GetDirectoryName(path)):
                throw new LodgeException(
                    ErrorCode.FileNotFound, $"The folder of '{path}' ({role}) does not exist.", "Make the folder, or correct the path.");
        }
    }
}
