using System.Text.Json;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-ssh-get-authorized-keys</c>: the keys by which somebody may sign in to a user's account.</summary>
/// <param name="user">A user of the guest.</param>
public sealed class GuestSshGetAuthorizedKeysCommand(string user)
    : QmpCommand<AgentAuthorizedKeys>("guest-ssh-get-authorized-keys", AgentJson.Default.AgentAuthorizedKeys)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("username"u8, user);
}

/// <summary><c>guest-ssh-add-authorized-keys</c>: adds such keys.</summary>
/// <param name="user">A user of the guest.</param>
/// <param name="keys">Lines of an <c>authorized_keys</c> file.</param>
/// <param name="reset">Whether they take the place of all others.</param>
public sealed class GuestSshAddAuthorizedKeysCommand(string user, IReadOnlyList<string> keys, bool reset)
    : QmpCommand<EmptyReply>("guest-ssh-add-authorized-keys", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("username"u8, user);
        AgentArguments.Write(writer, "keys", keys);
        writer.WriteBoolean("reset"u8, reset);
    }
}

/// <summary><c>guest-ssh-remove-authorized-keys</c>: takes such keys away; those that are not there are passed over.</summary>
/// <param name="user">A user of the guest.</param>
/// <param name="keys">Lines of an <c>authorized_keys</c> file.</param>
public sealed class GuestSshRemoveAuthorizedKeysCommand(string user, IReadOnlyList<string> keys)
    : QmpCommand<EmptyReply>("guest-ssh-remove-authorized-keys", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("username"u8, user);
        AgentArguments.Write(writer, "keys", keys);
    }
}

/// <summary>Keys by which somebody may sign in.</summary>
/// <param name="Keys">Lines of an <c>authorized_keys</c> file.</param>
public sealed record AgentAuthorizedKeys(IReadOnlyList<string> Keys);
