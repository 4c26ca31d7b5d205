using System.Text;
using Lodge.Api.Contracts;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Api.Tests.Client;

/// <summary>Everything that the client offers of a guest's agent, on the running VM 'hello'.</summary>
internal static class AgentRoundTrip
{
    public static async Task RunAsync(ApiHost api)
    {
        var agent = api.Client.Agent;
        var none = await Assert.ThrowsAsync<LodgeException>(() => agent.PingAsync("hello"));
        Assert.Equal(ErrorCode.AgentUnresponsive, none.Error.Code);

        var guest = Assert.Single(api.World.Processes.Values).Agent;
        guest.IsRunning = true;
        await agent.PingAsync("hello");
        Assert.Equal([new GuestAgentCommand("guest-exec", true), new("guest-fstrim", false)], (await agent.GetInfoAsync("hello")).Commands);
        Assert.Equal(("fake", 3600), ((await agent.GetOsAsync("hello")).HostName, (await agent.GetOsAsync("hello")).UtcOffset));
        Assert.Equal(new GuestAddress("fe80::1", 64), (await agent.GetAddressesAsync("hello"))[1].Addresses[1]);
        Assert.Equal([new GuestUser("root", DateTimeOffset.UnixEpoch)], await agent.GetUsersAsync("hello"));
        Assert.Equal("/", Assert.Single(await agent.GetFileSystemsAsync("hello")).MountPoint);
        Assert.Equal([new GuestTrim("/", 5096)], await agent.TrimAsync("hello", new TrimGuest { MinimumBytes = 1000 }));
        Assert.Equal(DateTimeOffset.UnixEpoch, await agent.GetTimeAsync("hello"));
        await agent.SetTimeAsync("hello", DateTimeOffset.UnixEpoch.AddYears(50));
        await agent.SetPasswordAsync("hello", new SetGuestPassword { User = "root", Password = "x" });
        await FreezeAsync(api, guest);
        await RunProgramAsync(api);
        await FilesAsync(api, guest);
    }

    private static async Task FreezeAsync(ApiHost api, TestSupport.Engine.FakeGuestAgent guest)
    {
        var frozen = await api.Client.Agent.FreezeAsync("hello", new FreezeGuest { MountPoints = ["/"] });
        Assert.Equal((true, 1, true), (guest.IsFrozen, frozen.FileSystems, frozen.ThawsAt > DateTimeOffset.UtcNow));
        Assert.True((await api.Client.Agent.GetFreezeAsync("hello")).Frozen);
        Assert.Equal(new GuestFreeze(false, 2), await api.Client.Agent.ThawAsync("hello"));
    }

    private static async Task RunProgramAsync(ApiHost api)
    {
        var request = new ExecuteInGuest { Command = new() { Program = "cat", Arguments = ["x"], Input = [1, 2, 255] } };
        var result = await api.Client.Agent.ExecuteAsync("hello", request);
        Assert.Equal((1, "no x\n"), (result.ExitStatus, Encoding.UTF8.GetString(result.ErrorOutput)));
        Assert.Equal([1, 2, 255], result.Output);

        var unknown = request with { Command = request.Command with { Program = "dog" } };
        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.Agent.ExecuteAsync("hello", unknown));
        Assert.Equal(ErrorCode.AgentFailed, e.Error.Code);
    }

    // More than the limit that other bodies have.
    private static async Task FilesAsync(ApiHost api, TestSupport.Engine.FakeGuestAgent guest)
    {
        var bytes = new byte[3 * 1024 * 1024];
        Random.Shared.NextBytes(bytes);
        Assert.Equal(bytes.Length, await api.Client.Agent.WriteFileAsync("hello", "/tmp/a b&c", false, new MemoryStream(bytes)));
        Assert.Equal(bytes, guest.Files["/tmp/a b&c"]);

        var small = bytes[..5000];
        await api.Client.Agent.WriteFileAsync("hello", "/small", false, new MemoryStream(small));
        await api.Client.Agent.WriteFileAsync("hello", "/small", true, new MemoryStream([9]));
        var read = new MemoryStream();
        await api.Client.Agent.ReadFileAsync("hello", "/small", read);
        Assert.Equal([.. small, 9], read.ToArray());

        var e = await Assert.ThrowsAsync<LodgeException>(() => api.Client.Agent.ReadFileAsync("hello", "/none", read));
        Assert.Equal(ErrorCode.AgentFailed, e.Error.Code);
    }
}
