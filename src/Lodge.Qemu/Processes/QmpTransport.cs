using System.Net.Sockets;
using Lodge.Linux.Descriptors;
using Lodge.Qmp;

namespace Lodge.Qemu.Processes;

/// <summary>Connects to monitors on Unix sockets, over which descriptors can be handed to QEMU.</summary>
internal static class QmpTransport
{
    /// <summary>Connects and negotiates.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="QmpException">No monitor answers there, or not in time.</exception>
    public static async Task<QmpClient> ConnectAsync(string path, TimeSpan greetingDeadline, CancellationToken cancellationToken) =>
        await ConnectAsync(path, QmpClientOptions.Default with { GreetingDeadline = greetingDeadline }, cancellationToken);

    /// <summary>Connects with deadlines of its own.</summary>
    public static async Task<QmpClient> ConnectAsync(string path, QmpClientOptions options, CancellationToken cancellationToken)
    {
        var socket = await UnixSockets.ConnectAsync(path, cancellationToken);
        var connection = new QmpConnection(
            new NetworkStream(socket, ownsSocket: true),
            async (data, descriptor, token) => await DescriptorChannel.SendAsync(socket, data, descriptor, token));
        return await QmpClient.ConnectAsync(connection, options, cancellationToken);
    }
}
