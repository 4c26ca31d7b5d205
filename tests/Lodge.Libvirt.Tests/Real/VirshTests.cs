using System.Diagnostics;
using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Real;

/// <summary>Debian's own virsh against the server.</summary>
public sealed class VirshTests
{
    private const string Virsh = "/usr/bin/virsh";

    [Theory]
    [InlineData("uri", "qemu+unix:///system")]
    [InlineData("hostname", "inn")]
    [InlineData("version --daemon", "Running hypervisor: QEMU 7.2.22")]
    [InlineData("version --daemon", "Running against daemon: 9.0.0")]
    [InlineData("connect", "")]
    public async Task Virsh_is_answered(string command, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await RunAsync($"qemu+unix:///system?socket={server.ReadWrite}", command);

        Assert.True(status == 0, output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Virsh_shows_which_function_is_missing()
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await RunAsync($"qemu+unix:///system?socket={server.ReadWrite}", "iface-begin");

        Assert.Equal(1, status);
        Assert.Contains("this function is not supported by the connection driver: virInterfaceChangeBegin", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Virsh_on_the_read_only_socket_may_change_nothing()
    {
        await using var server = await TestServer.StartAsync();

        var (status, output) = await RunAsync($"qemu+unix:///system?socket={server.ReadOnly}", "iface-begin");

        Assert.Equal(1, status);
        Assert.Contains("read only access prevents virInterfaceChangeBegin", output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output)> RunAsync(string uri, string command)
    {
        Assert.SkipUnless(File.Exists(Virsh), "virsh (Debian's libvirt-clients) is not installed.");
        using var process = Process.Start(new ProcessStartInfo(Virsh, ["-c", uri, .. command.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return (process.ExitCode, await output + await errors);
    }
}
