using System.Text;
using Lodge.Cli.App;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Cli.Ssh;

/// <summary>The keys by which a guest's ssh is known, as its agent tells them: past the network, so that nobody there can pretend.</summary>
internal static class HostKeys
{
    private static readonly string[] Kinds = ["ed25519", "ecdsa", "rsa"];

    /// <summary>The keys; none when no agent answers.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(Invocation cli, Vm vm, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        foreach (var kind in Kinds)
        {
            try
            {
                using var key = new MemoryStream();
                await cli.Client.Agent.ReadFileAsync(vm.Id.ToString(), $"/etc/ssh/ssh_host_{kind}_key.pub", key, cancellationToken);
                keys.Add(string.Join(' ', Encoding.ASCII.GetString(key.ToArray()).Split(' ', StringSplitOptions.TrimEntries).Take(2)));
            }
            catch (LodgeException missing) when (missing.Error.Code == ErrorCode.AgentFailed)
            {
                continue; // A guest has not keys of every kind.
            }
            catch (LodgeException silent) when (silent.Error.Code is ErrorCode.AgentUnresponsive or ErrorCode.Timeout or ErrorCode.Unsupported)
            {
                break;
            }
        }

        return keys;
    }
}
