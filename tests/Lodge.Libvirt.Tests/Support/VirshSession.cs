namespace Lodge.Libvirt.Tests.Support;

/// <summary>A server with one domain, and virsh at work on it; XML goes by files that disappear with it.</summary>
internal sealed class VirshSession : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-virsh-").FullName;

    private VirshSession(TestServer server) => Server = server;

    public TestServer Server { get; }

    /// <summary>Starts the server, and defines the domain.</summary>
    public static async Task<VirshSession> DefineAsync(string xml)
    {
        var session = new VirshSession(await TestServer.StartAsync());
        await session.ExpectAsync("defined", $"define {session.Put(xml)}");
        return session;
    }

    /// <summary>A file with a text.</summary>
    public string Put(string text)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.xml");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs commands, separated by semicolons, which all must succeed.</summary>
    public async Task<string> RunAsync(string commands)
    {
        var (status, output) = await VirshRun.RunAsync(Server, commands);
        Assert.True(status == 0, $"{commands}: {output}");
        return output;
    }

    /// <summary>Runs commands that must succeed and print something.</summary>
    public async Task ExpectAsync(string expected, string commands) =>
        Assert.Contains(expected, await RunAsync(commands), StringComparison.Ordinal);

    /// <summary>Runs a command that must fail with these words.</summary>
    public async Task RefuseAsync(string expected, string command)
    {
        var (status, output) = await VirshRun.RunAsync(Server, command);
        Assert.True(status != 0, $"{command}: {output}");
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(Server.Logs.Complaints);
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
