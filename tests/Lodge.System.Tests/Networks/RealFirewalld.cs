using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>A firewalld of Debian's on the host of a <see cref="NetworkedHost"/>, whose interface is in the zone <c>public</c>.</summary>
internal sealed class RealFirewalld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly NetworkPrograms _programs;

    private RealFirewalld(DirectoryInfo folder, NetworkPrograms programs) => (_folder, _programs) = (folder, programs);

    /// <summary>Starts it; skips the test where it cannot be had.</summary>
    public static async Task<RealFirewalld> StartAsync(NetworkedHost host)
    {
        var whyNot = await NetworkPrograms.WhyNotAsync();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        var folder = Directory.CreateTempSubdirectory("lodge-firewalld-");
        var programs = await NetworkPrograms.StartAsync(host.Host, Path.Combine(folder.FullName, "host"), """
            firewalld --nofork --nopid &
            echo $! > /run/firewalld.id
            until firewall-cmd --state; do sleep 0.1; done
            """);
        var started = new RealFirewalld(folder, programs);
        await started.TypeAsync($"firewall-cmd --permanent --zone=public --add-interface={NetworkedHost.Uplink} && firewall-cmd --reload");
        return started;
    }

    /// <summary>Types a command, which must end well.</summary>
    public async Task TypeAsync(string command)
    {
        var ran = await _programs.RunAsync(command);
        Assert.True(ran.ExitCode == 0, $"{command}\n{ran.Output}\n{_programs.Log}");
    }

    /// <summary>It ends in an orderly way, and takes its rules with it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await TypeAsync("id=$(cat /run/firewalld.id); kill $id; while [ -d /proc/$id ]; do sleep 0.05; done");
        }
        finally
        {
            _programs.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
