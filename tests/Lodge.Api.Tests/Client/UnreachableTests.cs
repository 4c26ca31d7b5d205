using System.Net.Sockets;
using System.Text;
using Lodge.Client;
using Lodge.Client.Http;
using Lodge.Model.Errors;

namespace Lodge.Api.Tests.Client;

public sealed class UnreachableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-client-").FullName;

    private string SocketPath => Path.Combine(_folder, "api.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missing_socket_is_named()
    {
        var error = await FailureAsync(SocketPath);

        Assert.Equal((ErrorCode.Unreachable, $"The daemon cannot be reached: the socket {SocketPath} does not exist."), (error.Code, error.Message));
        Assert.Contains("Is lodged running?", error.Remedy);
    }

    [Fact]
    public async Task A_socket_that_a_dead_daemon_left_is_told_from_a_missing_one()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(SocketPath));
            dead.Listen();
        }

        File.WriteAllText(SocketPath, ""); // Closing removes the file; a killed process leaves it.
        var error = await FailureAsync(SocketPath);

        Assert.Contains("nobody listens on the socket", error.Message);
    }

    [Fact]
    public void A_forbidden_socket_names_the_group_that_may_open_it()
    {
        File.WriteAllText(SocketPath, "");
        var forbidden = new SocketException((int)SocketError.AccessDenied);

        var alone = Unreachable.From(LodgeAddress.UnixSocket(SocketPath), forbidden).Error;
        Assert.Contains("may not open the socket", alone.Message);
        Assert.Contains("sudo", alone.Remedy);

        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving a file to another group needs root");
        File.SetUnixFileMode(SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        using (var chgrp = System.Diagnostics.Process.Start("chgrp", ["tty", SocketPath]))
        {
            chgrp.WaitForExit();
        }

        Assert.Contains("group 'tty'", Unreachable.From(LodgeAddress.UnixSocket(SocketPath), forbidden).Error.Remedy);
    }

    [Fact]
    public async Task Nobody_behind_an_HTTP_address_is_told_so()
    {
        var error = await FailureAsync("http://127.0.0.1:1");

        Assert.Equal(ErrorCode.Unreachable, error.Code);
        Assert.Contains("http://127.0.0.1:1 took no connection", error.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", ErrorCode.Unreachable, "is not Lodge")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", ErrorCode.Unsupported, "not what this program expects")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"version\"", ErrorCode.Unreachable, "lost in the middle")]
    [InlineData("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", ErrorCode.Timeout, "in time")]
    [InlineData("SSH-2.0-OpenSSH\r\n", ErrorCode.Unreachable, "cannot be reached")]
    [InlineData("", ErrorCode.Unreachable, "cannot be reached")]
    public async Task An_answer_that_is_not_Lodges_is_told_so(string answer, ErrorCode code, string words)
    {
        using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        peer.Bind(new UnixDomainSocketEndPoint(SocketPath));
        peer.Listen();
        using var done = new CancellationTokenSource();
        var answering = AnswerAsync(peer, answer, done.Token);

        var error = await FailureAsync(SocketPath);

        await done.CancelAsync();
        await answering;
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public async Task A_newer_daemon_s_fields_are_skipped_in_reads_and_refused_for_edits()
    {
        using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        peer.Bind(new UnixDomainSocketEndPoint(SocketPath));
        peer.Listen();
        const string Vm = """{"definition":{"name":"a","sparkle":1},"status":{"state":"stopped","reason":"unknown","since":"2026-01-01T00:00:00Z"}}""";
        var answering = Task.Run(async () =>
        {
            using var connection = await peer.AcceptAsync();
            for (var i = 0; i < 2; i++)
            {
                await connection.ReceiveAsync(new byte[4096]);
                await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Vm.Length}\r\n\r\n{Vm}"));
            }
        });
        using var client = new LodgeClient(LodgeAddress.UnixSocket(SocketPath));

        Assert.Equal("a", (await client.GetVmAsync("a")).Name);
        var e = await Assert.ThrowsAsync<LodgeException>(() => client.GetVmForEditAsync("a"));

        await answering;
        Assert.Equal(ErrorCode.Unsupported, e.Error.Code);
        Assert.Contains("sparkle", e.Message);
    }

    [Theory]
    [InlineData("/run/lodge/api.sock", "/run/lodge/api.sock")]
    [InlineData("unix:/run/lodge/api.sock", "/run/lodge/api.sock")]
    [InlineData("unix:///run/lodge/api.sock", "/run/lodge/api.sock")]
    [InlineData("https://inn:8443/", "https://inn:8443")]
    public void Addresses_are_read(string text, string address) => Assert.Equal(address, LodgeAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("inn")]
    [InlineData("ftp://inn")]
    [InlineData("unix:")]
    public void What_is_no_address_is_refused(string text) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => LodgeAddress.Parse(text)).Error.Code);

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused() =>
        Assert.Contains("107 bytes", Assert.Throws<LodgeException>(() => LodgeAddress.UnixSocket("/" + new string('x', 200))).Message);

    // A read whose connection ends before a word is tried again by the HTTP stack.
    private static async Task AnswerAsync(Socket peer, string answer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var connection = await peer.AcceptAsync(cancellationToken);
                await connection.ReceiveAsync(new byte[4096]);
                await connection.SendAsync(Encoding.ASCII.GetBytes(answer));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task<LodgeError> FailureAsync(string address)
    {
        using var client = new LodgeClient(LodgeAddress.Parse(address));
        return (await Assert.ThrowsAsync<LodgeException>(() => client.GetVersionAsync())).Error;
    }
}
