using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Companions.SharedFolders;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Checks;

/// <summary>Folders to share that are there and can be served.</summary>
internal static class FileSystemCheck
{
    private const int OthersRead = 0x4; // o+r
    private const int OthersEnter = 0x1; // o+x

    /// <summary>All shared folders; the first trouble of each is told.</summary>
    public static IEnumerable<Func<CheckContext, CancellationToken, Task>> ForEach(VmDefinition definition) =>
        definition.FileSystems.OrEmpty().Select((share, index) => new Func<CheckContext, CancellationToken, Task>((context, _) =>
        {
            Check(context, share, $"fileSystems[{index}]");
            return Task.CompletedTask;
        }));

    private static void Check(CheckContext context, FileSystemDefinition share, string role)
    {
        RequireFolder(share.Source, role);
        if (share.Driver == FileSystemDriver.Virtiofs)
        {
            CheckVirtiofs(context, share, role);
        }
        else if (context.HasOwnUsers)
        {
            RequireOpenToAll(share.Source, role);
        }
    }

    private static void CheckVirtiofs(CheckContext context, FileSystemDefinition share, string role)
    {
        RequireSharedMemory(context.Definition.Memory.Backing, role);
        if (share.Socket is { } socket)
        {
            if (KindOf(socket, $"{role}.socket") != FileKind.Socket)
            {
                throw new LodgeException(
                    ErrorCode.BadFile, $"'{socket}' ({role}.socket) is not a socket.", "Name the socket of a running virtiofsd, or leave it out.");
            }

            return;
        }

        if (share.Binary is { } binary && KindOf(binary, $"{role}.binary") != FileKind.Regular)
        {
            throw new LodgeException(ErrorCode.BadFile, $"'{binary}' ({role}.binary) is not a program.", "Name a virtiofsd, or leave it out.");
        }

        VirtiofsdPlan.ThrowIfUnable(context.Programs.RequireVirtiofsd(share), share, context.HasOwnUsers);
    }

    // virtiofsd reads and writes the guest's memory by itself.
    private static void RequireSharedMemory(MemoryBacking? backing, string role)
    {
        if (backing is { Shared: false } or { Source: MemorySource.Anonymous })
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"{role} is shared by virtiofs, which needs memory that virtiofsd can map, and memory.backing keeps it from that.",
                "Leave memory.backing.shared and memory.backing.source out: Lodge shares the memory by itself. Or share the folder by 9p: driver 'path'.");
        }
    }

    private static void RequireFolder(string path, string role)
    {
        if (KindOf(path, role) != FileKind.Folder)
        {
            throw new LodgeException(ErrorCode.BadFile, $"'{path}' ({role}) is not a folder.", "Name a folder of the host.");
        }
    }

    // With 9p it is QEMU that opens the files, and each QEMU is a user of its own.
    private static void RequireOpenToAll(string path, string role)
    {
        for (var (place, bits) = (path, OthersRead | OthersEnter); place is not null; (place, bits) = (Path.GetDirectoryName(place), OthersEnter))
        {
            if ((FileIdentity.Of(place).Permissions & bits) != bits)
            {
                throw new LodgeException(
                    ErrorCode.FileNotAccessible,
                    $"'{path}' ({role}) is shared by 9p, and the user of the VM cannot reach it: '{place}' is closed to others than its owner.",
                    $"Open it (chmod o+{(bits == OthersEnter ? "x" : "rx")} '{place}'), or share the folder by virtiofs, which keeps owners and modes as they are.");
            }
        }
    }

    private static FileKind KindOf(string path, string role)
    {
        try
        {
            return FileIdentity.Of(path).Kind;
        }
        catch (LinuxException failure)
        {
            throw FileTrouble.Of(failure, path, role);
        }
    }
}
