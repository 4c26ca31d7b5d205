using System.Runtime.InteropServices;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Files;
using Lodge.Linux.Launch;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Launching;

/// <summary>Opens what a plan lists. Whoever disposes it closes this process's copies.</summary>
internal sealed class DescriptorOpener : IDisposable
{
    private const int WorldReadable = 0x4; // o+r
    private const long LargestCopy = 1L << 30;

    private readonly List<PassedDescriptor> _passed = [];

    /// <summary>The opened descriptors with their numbers in QEMU.</summary>
    public IReadOnlyList<PassedDescriptor> Passed => _passed;

    /// <summary>Opens all descriptors of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="asOtherUser">Whether QEMU will run as another user than this process.</param>
    /// <param name="companions">The processes that were started beside it; what they hold for QEMU is taken.</param>
    /// <param name="secrets">The secrets that the plan names.</param>
    /// <exception cref="LodgeException">One cannot be opened.</exception>
    public static DescriptorOpener OpenAll(QemuPlan plan, bool asOtherUser, IReadOnlyList<Companion> companions, ISecretValues secrets)
    {
        var opener = new DescriptorOpener();
        try
        {
            foreach (var planned in plan.Descriptors)
            {
                opener._passed.Add(new PassedDescriptor(Open(planned.Source, planned.Label, asOtherUser, companions, secrets), planned.Number));
            }

            return opener;
        }
        catch
        {
            opener.Dispose();
            throw;
        }
    }

    /// <summary>What lodge-launch is to find behind each number.</summary>
    public static IReadOnlyList<ExpectedDescriptor> Expected(QemuPlan plan) =>
    [
        .. plan.Descriptors.Select(planned => new ExpectedDescriptor(
            planned.Number, KindOf(planned.Source))),
    ];

    public void Dispose()
    {
        foreach (var descriptor in _passed)
        {
            descriptor.Source.Dispose();
        }
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="LodgeException">It cannot be opened.</exception>
    public static SafeHandle Open(
        DescriptorSource source, string label, bool asOtherUser, IReadOnlyList<Companion> companions, ISecretValues secrets) => source switch
    {
        OpenedFile file => ImageFile.Open(file.Path, label, FlagsOf(file.Mode)),
        ReopenedFile file => OpenForReopening(file.Path, label, asOtherUser),
        ListeningSocket socket => RunSocket.Listen(socket.Path),
        OpenedDevice device => ImageFile.Open(device.Path, label, OpenFlags.ReadWrite),
        ReadDevice device => ImageFile.Open(device.Path, label, OpenFlags.Read),
        UserListeningSocket socket => UserSocket.Listen(socket.Path, label),
        UserConnection socket => UserSocket.Connect(socket.Path, label),
        TcpListening tcp => TcpSocket.ListenDescriptor(tcp.Address, tcp.Port, label),
        TcpConnection tcp => TcpSocket.ConnectDescriptor(tcp.Host, tcp.Port, label),
        SecretContents secret => MemFd.CreateSealed(label, secrets.ValueFor(secret.Id)),
        InlineText text => MemFd.CreateSealed(label, Encoding.UTF8.GetBytes(text.Contents)),
        SharedFile file => SharedMemoryFiles.Open(file.Path, file.Size),
        CompanionConnection companion => RunSocket.Connect(companion.Path, label),
        CompanionEnd end => companions.Single(companion => companion.Record.Name == end.Companion).Connection!,
        TapQueue queue => CardQueue.OpenTap(queue),
        MacvtapQueue queue => CardQueue.OpenMacvtap(queue),
        _ => throw new NotSupportedException($"No way to open a {source.GetType().Name}."),
    };

    private static DescriptorKind KindOf(DescriptorSource source) => source switch
    {
        ListeningSocket or CompanionConnection or CompanionEnd or UserListeningSocket or UserConnection or TcpListening or TcpConnection => DescriptorKind.Socket,
        OpenedDevice or ReadDevice or TapQueue or MacvtapQueue => DescriptorKind.Device,
        _ => DescriptorKind.File,
    };

    private static OpenFlags FlagsOf(FileOpening mode) => mode switch
    {
        FileOpening.Read => OpenFlags.Read,
        FileOpening.ReadWrite => OpenFlags.ReadWrite,
        FileOpening.Empty => OpenFlags.Write | OpenFlags.Truncate | OpenFlags.Create | OpenFlags.NoFollow,
        _ => OpenFlags.Write | OpenFlags.Append | OpenFlags.Create | OpenFlags.NoFollow,
    };

    private static SafeHandle OpenForReopening(string path, string label, bool asOtherUser)
    {
        var file = ImageFile.Open(path, label, OpenFlags.Read);
        var identity = FileIdentity.Of(file);
        if (!asOtherUser || (identity.Permissions & WorldReadable) != 0)
        {
            return file;
        }

        using (file)
        {
            if (identity.Size > LargestCopy)
            {
                throw new LodgeException(
                    ErrorCode.FileNotAccessible,
                    $"'{path}' ({label}) is readable only for its owner, and too large to be copied into memory for the VM.",
                    $"Make it readable for all: chmod o+r '{path}'");
            }

            var contents = new byte[identity.Size];
            var length = RandomAccess.Read(file, contents, 0);
            return MemFd.CreateSealed(label, contents.AsSpan(0, length));
        }
    }
}
