using System.Text;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.OpenIscsi;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport;

namespace Lodge.Storage.Tests.Backends.OpenIscsi;

/// <summary>iSCSI targets that the host logs in to: how, what is seen of them, and what is said when it does not work.</summary>
public sealed class OpenIscsiTests : IDisposable
{
    private const string Target = "iqn.2026-01.org.example:vms";

    private static readonly IscsiPoolBackend Plain = new() { Portals = ["san.example"], Target = Target };

    private readonly string _root = Directory.CreateTempSubdirectory("lodge-iscsi-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Command_lines_are_those_of_the_golden_file_and_have_no_password()
    {
        var named = Plain with { Initiator = "iqn.2026-01.org.example:host1", Chap = new ChapCredentials("vms", PoolBench.KnownSecrets.Id) };
        IReadOnlyList<string>[] all =
        [
            OpenIscsiArguments.MakeNode(Plain, "san.example"),
            OpenIscsiArguments.LeaveAlone(Plain, "san.example"),
            OpenIscsiArguments.Login(Plain, "10.0.0.5:3261"),
            OpenIscsiArguments.MakeInterface(named.Initiator!),
            OpenIscsiArguments.NameInterface(named.Initiator!),
            OpenIscsiArguments.Login(named, "fd00::5"),
            OpenIscsiArguments.Logout(named, "[fd00::5]:3260"),
            OpenIscsiArguments.ForgetNode(named, "[fd00::5]"),
        ];
        Golden.Compare("Golden/commands.txt", string.Concat(all.Select(arguments => $"iscsiadm {string.Join(' ', arguments)}\n")));
    }

    [Fact]
    public void Password_takes_the_place_of_another_in_the_record()
    {
        var record = NodeRecord.With(File.ReadAllText(Beside("Golden/record.txt")), "vms", "open sesame"u8.ToArray());
        Golden.Compare("Golden/record-with-password.txt", record);
        Assert.Equal(record, NodeRecord.With(record, "vms", "open sesame"u8.ToArray()));
        foreach (var wrong in new[] { "", " blank", "two\nnode.startup = automatic", new string('x', 256) })
        {
            Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => NodeRecord.With(record, "vms", Encoding.UTF8.GetBytes(wrong))).Error.Code);
        }
    }

    [Fact]
    public void Units_and_sessions_are_those_of_this_target_alone()
    {
        var links = Directory.CreateDirectory(Path.Combine(_root, "dev/disk/by-path")).FullName;
        foreach (var name in new[] { "lun-0", "lun-0-part1", "lun-10" })
        {
            File.WriteAllText(Path.Combine(links, $"ip-10.0.0.5:3260-iscsi-{Target}-{name}"), "");
            File.WriteAllText(Path.Combine(links, $"ip-10.0.0.6:3260-iscsi-{Target}-{name}"), "");
            File.WriteAllText(Path.Combine(links, $"ip-10.0.0.5:3260-iscsi-{Target}2-{name}"), "");
        }

        foreach (var (session, target, state) in new[] { ("session1", Target, "FAILED"), ("session2", $"{Target}2", "LOGGED_IN") })
        {
            var folder = Directory.CreateDirectory(Path.Combine(_root, "sys/class/iscsi_session", session)).FullName;
            File.WriteAllText(Path.Combine(folder, "targetname"), $"{target}\n");
            File.WriteAllText(Path.Combine(folder, "state"), $"{state}\n");
        }

        var host = new IscsiHost(_root);
        Assert.Equal(
            [(0, $"{links}/ip-10.0.0.5:3260-iscsi-{Target}-lun-0"), (10, $"{links}/ip-10.0.0.5:3260-iscsi-{Target}-lun-10")], host.UnitsOf(Target));
        Assert.Equal(["FAILED"], host.SessionsWith(Target));
        Assert.False(host.IsLoggedIn(Target));
        Assert.True(host.IsLoggedIn($"{Target}2"));
        Assert.Empty(new IscsiHost(Path.Combine(_root, "none")).SessionsWith(Target));
    }

    [Theory]
    [InlineData(4, ErrorCode.Unreachable)]
    [InlineData(8, ErrorCode.Unreachable)]
    [InlineData(20, ErrorCode.Unsupported)]
    [InlineData(21, ErrorCode.NotFound)]
    [InlineData(24, ErrorCode.InvalidArgument)]
    [InlineData(6, ErrorCode.StorageFailed)]
    public void Exit_status_becomes_an_error_to_act_on(int status, ErrorCode code)
    {
        var error = OpenIscsiTrouble.Of(Target, "san.example", status, "iscsiadm: first\niscsiadm: it went wrong\n").Error;
        Assert.Equal(code, error.Code);
        Assert.Contains(Target, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_that_cannot_be_reached_is_said_not_to_be()
    {
        using var bench = new PoolBench(Plain with { Portals = ["127.0.0.1:1"] });
        var refused = await Assert.ThrowsAsync<LodgeException>(() => bench.Driver.StartAsync(bench.Access, CancellationToken.None));
        Assert.True(refused.Error.Code is ErrorCode.Unreachable or ErrorCode.Unsupported or ErrorCode.NotFound or ErrorCode.StorageFailed, refused.Message);
        Assert.Equal(ErrorCode.Unreachable, (await Assert.ThrowsAsync<LodgeException>(() => bench.Driver.MeasureAsync(bench.Access, CancellationToken.None))).Error.Code);
        Assert.False(await bench.Driver.IsStartedAsync(bench.Access, CancellationToken.None));
        await Assert.ThrowsAsync<LodgeException>(() => bench.Driver.BuildAsync(bench.Access, overwrite: false, CancellationToken.None));
    }

    private static string Beside(string file, [System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);
}
