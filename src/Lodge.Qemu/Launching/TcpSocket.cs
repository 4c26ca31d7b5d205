using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>TCP sockets that are made here and handed to QEMU, which so needs no right to make any.</summary>
internal static class TcpSocket
{
    private const int Backlog = 16;

    /// <summary>Listens.</summary>
    /// <param name="address">An IP address of this host.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <exception cref="SocketException">The port is taken, or the address is not this host's.</exception>
    public static Socket Listen(string address, int port)
    {
        var at = new IPEndPoint(IPAddress.Parse(address), port);
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Listens, for a descriptor to be handed over.</summary>
    /// <param name="address">An IP address of this host.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="role">What it is for, for errors.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InsufficientResources"/>: the port is taken.</exception>
    public static SafeFileHandle ListenDescriptor(string address, int port, string role)
    {
        try
        {
            return Detach(Listen(address, port));
        }
        catch (SocketException failure)
        {
            throw InUse(address, port, role, failure);
        }
    }

    /// <summary>Connects, for a descriptor to be handed over.</summary>
    /// <param name="host">An IP address or a host name.</param>
    /// <param name="port">1 to 65,535.</param>
    /// <param name="role">What it is for, for errors.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.FileNotAccessible"/>: nobody listens there, or the name is unknown.</exception>
    public static SafeFileHandle ConnectDescriptor(string host, int port, string role)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(host, port);
            return Detach(socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"{host} port {port} ({role}) cannot be connected to: {failure.Message}.",
                "Start the program that listens there first, or let QEMU listen (mode bind).",
                failure);
        }
    }

    /// <summary>The error of a port at which nothing can listen.</summary>
    public static LodgeException InUse(string address, int port, string role, SocketException cause) => new(
        ErrorCode.InsufficientResources,
        $"Nothing can listen at {address} port {port} ({role}): {cause.Message}.",
        "Choose another port; 'ss -ltnp' tells who has this one.",
        cause);

    private static SafeFileHandle Detach(Socket socket)
    {
        var number = socket.SafeHandle.DangerousGetHandle();

        // SAFETY: the number now belongs to the new handle alone; the socket forgets it without closing.
        socket.SafeHandle.SetHandleAsInvalid();
        return new SafeFileHandle(number, ownsHandle: true);
    }
}
