using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Libvirt;

/// <summary>libvirt-dbus, with the calls that Cockpit makes of it.</summary>
public sealed class DbusTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    // libvirt-dbus knows no other address than qemu:///system: in a mount namespace of its own, that is the daemon's socket.
    private const string Stage = """
        mount -t tmpfs none /run && mkdir /run/libvirt && ln -s "$RUN/libvirt-sock" /run/libvirt/libvirt-sock || exit 1
        DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS
        export DBUS_SYSTEM_BUS_ADDRESS
        libvirt-dbus --system &
        /usr/bin/python3 "$SCRIPT"
        status=$?
        kill $!
        exit $status
        """;

    [Fact]
    public async Task Cockpits_calls_are_answered()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/libvirt-dbus"), "libvirt-dbus is not installed; test.sh installs it");
        Assert.SkipUnless(global::System.Environment.IsPrivilegedProcess, "a mount namespace takes root");
        var clients = new LibvirtClients(fixture.Daemon);
        await clients.DoneAsync("define", DomainFile.Small(fixture.Daemon, "cockpit"));

        var environment = clients.Environment;
        environment["RUN"] = fixture.Daemon.RunFolder;
        environment["SCRIPT"] = Path.Combine(Repository.Root, "tests", "Lodge.System.Tests", "Libvirt", "Scripts", "cockpit.py");
        environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        var ran = await Ran.ProgramAsync("/usr/bin/unshare", ["--mount", "dbus-run-session", "--", "sh", "-c", Stage], environment);

        Assert.True(ran.ExitCode == 0, $"{ran.Output}{ran.Errors}");
        Assert.Equal("all well", ran.Output.Trim());
    }
}
