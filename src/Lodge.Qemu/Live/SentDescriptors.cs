using System.Runtime.InteropServices;
using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>Opens what a device needs and sends it to a running QEMU.</summary>
internal sealed class SentDescriptors
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private SentDescriptors()
    {
    }

    /// <summary>What QEMU calls a descriptor that was sent.</summary>
    public string NameOf(DeviceDescriptor descriptor, DescriptorForm form) => _names[descriptor.Label];

    /// <summary>Sends descriptors, each once.</summary>
    /// <param name="session">QEMU's monitor.</param>
    /// <param name="descriptors">What to send.</param>
    /// <param name="asOtherUser">Whether QEMU runs as another user than this process.</param>
    /// <param name="companions">The processes that were started for the device.</param>
    /// <param name="secrets">The secrets that the device names.</param>
    /// <param name="undo">Takes how to take them back.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public static async Task<SentDescriptors> SendAsync(
        QmpSession session,
        IReadOnlyList<(DeviceDescriptor Descriptor, DescriptorForm Form)> descriptors,
        bool asOtherUser,
        IReadOnlyList<Companion> companions,
        ISecretValues secrets,
        UndoStack undo,
        CancellationToken cancellationToken)
    {
        var sent = new SentDescriptors();
        foreach (var (descriptor, form) in descriptors)
        {
            using var opened = DescriptorOpener.Open(descriptor.Source, descriptor.Label, asOtherUser, companions, secrets);
            sent._names[descriptor.Label] = await SendAsync(session, opened, descriptor.Label, form, undo, cancellationToken);
        }

        return sent;
    }

    /// <summary>Takes away the sets that descriptors were sent in; those that QEMU has taken away itself are passed over.</summary>
    public static async Task RemoveAsync(
        QmpSession session, IReadOnlyList<(DeviceDescriptor Descriptor, DescriptorForm Form)> descriptors, CancellationToken cancellationToken)
    {
        var labels = descriptors.Where(use => use.Form != DescriptorForm.Number).Select(use => use.Descriptor.Label).ToHashSet();
        if (labels.Count == 0)
        {
            return;
        }

        foreach (var set in await session.ExecuteAsync(new QueryFdsetsCommand(), cancellationToken))
        {
            if (set.Fds.Any(file => file.Opaque is { } opaque && labels.Contains(opaque)))
            {
                await session.ExecuteAsync(new RemoveFdCommand(set.FdsetId), cancellationToken);
            }
        }
    }

    private static async Task<string> SendAsync(
        QmpSession session, SafeHandle opened, string label, DescriptorForm form, UndoStack undo, CancellationToken cancellationToken)
    {
        if (form == DescriptorForm.Number)
        {
            var name = $"lodge-{label}";
            await session.ExecuteAsync(new GetFdCommand(name, opened), cancellationToken);
            undo.Push(() => session.ExecuteAsync(new CloseFdCommand(name), CancellationToken.None));
            return name;
        }

        var added = await session.ExecuteAsync(new AddFdCommand(opened, opaque: label), cancellationToken);
        undo.Push(() => session.ExecuteAsync(new RemoveFdCommand(added.FdsetId), CancellationToken.None));
        return form == DescriptorForm.Set ? $"/dev/fdset/{added.FdsetId}" : $"/proc/self/fd/{added.Fd}";
    }
}
