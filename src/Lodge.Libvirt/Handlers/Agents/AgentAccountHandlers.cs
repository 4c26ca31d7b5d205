using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>How people sign in to guests: passwords, and keys for SSH.</summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">The agents of guests.</param>
internal sealed class AgentAccountHandlers(LodgeEngine engine, AgentCalls agents)
{
    private const uint Encrypted = 1;
    private const uint Append = 1;
    private const uint Remove = 2;

    [Procedure(RemoteProcedure.DomainSetUserPassword)]
    public async ValueTask SetPasswordAsync(Session session, DomainSetUserPasswordArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Encrypted, "virDomainSetUserPassword");
        var (user, password) = (args.User ?? "", args.Password ?? "");
        var isHashed = (args.Flags & Encrypted) != 0;
        await agents.TellAsync(args.Dom, vm => engine.Agents.SetPasswordAsync(vm, user, password, isHashed, cancellation));
    }

    [Procedure(RemoteProcedure.DomainAuthorizedSshKeysGet)]
    public async ValueTask<DomainAuthorizedSshKeysGetRet> GetKeysAsync(
        Session session, DomainAuthorizedSshKeysGetArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainAuthorizedSSHKeysGet");
        return new([.. await agents.AskAsync(args.Dom, vm => engine.Agents.GetAuthorizedKeysAsync(vm, args.User, cancellation))]);
    }

    /// <summary>Replaces, adds or takes away keys.</summary>
    [Procedure(RemoteProcedure.DomainAuthorizedSshKeysSet)]
    public async ValueTask SetKeysAsync(Session session, DomainAuthorizedSshKeysSetArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Append | Remove, "virDomainAuthorizedSSHKeysSet");
        switch (args.Flags)
        {
            case Append | Remove:
                throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "keys can be added or removed, not both at once");
            case not 0 when args.Keys.Length == 0:
                throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "there are no keys to add or remove");
            case Remove:
                await agents.TellAsync(args.Dom, vm => engine.Agents.RemoveAuthorizedKeysAsync(vm, args.User, args.Keys, cancellation));
                break;
            default:
                var replace = args.Flags == 0;
                await agents.TellAsync(args.Dom, vm => engine.Agents.AddAuthorizedKeysAsync(vm, args.User, args.Keys, replace, cancellation));
                break;
        }
    }
}
