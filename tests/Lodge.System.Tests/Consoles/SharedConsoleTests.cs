using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Consoles;

/// <summary>Several clients at one console.</summary>
public sealed class SharedConsoleTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task All_readers_see_the_same_and_a_late_one_sees_the_past()
    {
        using var client = fixture.Daemon.Client();
        await using var first = await SerialVm.BootAsync(client, SerialVm.Definition(fixture.Daemon, "shared"));
        await using var second = await GuestConsole.OpenAsync(client, "shared", ConsoleMode.Read);
        await first.TypeAsync("hello");
        await first.SeesAsync("hello");
        await second.SeesAsync("hello");
        await using var late = await GuestConsole.OpenAsync(client, "shared");
        await late.SeesAsync("hello");

        await first.TypeAsync("bye.");

        foreach (var reader in (GuestConsole[])[first, second, late])
        {
            await reader.SeesAsync("bye.");
            Assert.Equal(first.Text.TrimEnd(), reader.Text.TrimEnd());
        }

        Assert.Contains(SerialGuest.Greeting, late.Text, StringComparison.Ordinal);
        await EndAsync(client, "shared", [first, second, late]);
    }

    [Fact]
    public async Task One_client_writes_until_another_takes_the_keyboard()
    {
        using var client = fixture.Daemon.Client();
        await using var first = await SerialVm.BootAsync(client, SerialVm.Definition(fixture.Daemon, "locked"));
        await using var second = await GuestConsole.OpenAsync(client, "locked");
        Assert.True((await first.HearsAsync("attached")).Writer);
        Assert.False((await second.HearsAsync("attached")).Writer);

        await second.TypeAsync("no");
        Assert.NotNull((await second.HearsAsync("refused")).Detail);
        await first.TypeAsync("yes");
        await second.SeesAsync("yes");
        Assert.DoesNotContain("no", second.Text, StringComparison.Ordinal);

        await second.TakeAsync();
        await second.HearsAsync("writer-gained");
        Assert.NotNull((await first.HearsAsync("writer-lost")).Detail);
        await second.TypeAsync("oh");
        await first.SeesAsync("oh");

        await second.ReleaseAsync();
        await second.HearsAsync("writer-lost");
        await using var third = await GuestConsole.OpenAsync(client, "locked");
        Assert.True((await third.HearsAsync("attached")).Writer);
        await using var fourth = await GuestConsole.OpenAsync(client, "locked", ConsoleMode.Take);
        Assert.True((await fourth.HearsAsync("attached")).Writer);
        await third.HearsAsync("writer-lost");
        await EndAsync(client, "locked", [first, second, third, fourth]);
    }

    private static async Task EndAsync(LodgeClient client, string vm, IEnumerable<GuestConsole> consoles)
    {
        await client.KillVmAsync(vm);
        foreach (var console in consoles)
        {
            Assert.NotNull((await console.HearsAsync("closed")).Detail);
        }
    }
}
