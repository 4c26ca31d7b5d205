using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Commands.Agents;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge agent</c></summary>
internal static class AgentCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("agent", "Ask a guest's agent, and let it work.")
        {
            Group = VerbGroup.Run,
            Notes = "The guest must run QEMU's guest agent (qemu-guest-agent), and the VM have its channel, which it has unless 'channels' say otherwise.",
        };
        foreach (var part in Parts())
        {
            verb.Add(part);
        }

        return verb;
    }

    private static IEnumerable<Verb> Parts() =>
    [
        Ping(),
        Asking("info", "Show the agent's version and what it can do.", async (cli, vm, token) =>
            Show(cli, await cli.Client.Agent.GetInfoAsync(vm, token), ApiJson.Default.GuestAgentInfo, AgentText.Of)),
        Asking("os", "Show the guest's operating system.", async (cli, vm, token) =>
            Show(cli, await cli.Client.Agent.GetOsAsync(vm, token), ApiJson.Default.GuestOs, AgentText.Of)),
        Asking("addresses", "List the guest's network interfaces and addresses.", async (cli, vm, token) =>
            Show(cli, await cli.Client.Agent.GetAddressesAsync(vm, token), ApiJson.Default.IReadOnlyListGuestInterface, AgentText.Of)),
        Asking("users", "List who is signed in to the guest.", async (cli, vm, token) =>
            Show(cli, await cli.Client.Agent.GetUsersAsync(vm, token), ApiJson.Default.IReadOnlyListGuestUser, AgentText.Of)),
        Asking("filesystems", "List the guest's mounted file systems.", async (cli, vm, token) =>
            Show(cli, await cli.Client.Agent.GetFileSystemsAsync(vm, token), ApiJson.Default.IReadOnlyListGuestFileSystem, AgentText.Of)),
        FreezeCommands.Freeze(),
        FreezeCommands.Thaw(),
        FreezeCommands.Status(),
        TrimCommand.Create(),
        TimeCommand.Create(),
        PasswordCommand.Create(),
        FileCommands.Read(),
        FileCommands.Write(),
    ];

    private static Verb Ping() => Asking("ping", "See whether the agent answers.", async (cli, vm, token) =>
    {
        await cli.Client.Agent.PingAsync(vm, token);
        cli.Output.Done($"The guest agent of {vm} answers.");
    });

    private static Verb Asking(string name, string summary, Func<Invocation, string, CancellationToken, Task> ask)
    {
        var vm = VmArgument.One();
        var verb = new Verb(name, summary) { Completes = Completes.LiveVm, Examples = [new($"lodge agent {name} web1", summary.TrimEnd('.').ToLowerInvariant())] };
        verb.Add(vm);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await ask(cli, cli.Get(vm)!, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static void Show<T>(Invocation cli, T value, JsonTypeInfo<T> type, Func<T, Style, string> render) =>
        cli.Output.Result(value, type, () => render(value, cli.Output.Style));
}
