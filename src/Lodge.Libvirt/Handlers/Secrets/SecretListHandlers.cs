using Lodge.Engine.Secrets;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Secrets;

/// <summary>Listing passwords and keys.</summary>
/// <param name="vault">All secrets.</param>
internal sealed class SecretListHandlers(SecretVault vault)
{
    private const uint Ephemeral = 1;
    private const uint NoEphemeral = 2;
    private const uint Private = 4;
    private const uint NoPrivate = 8;

    [Procedure(RemoteProcedure.ConnectListAllSecrets)]
    public ConnectListAllSecretsRet ListAll(Session session, ConnectListAllSecretsArgs args)
    {
        var found = vault.List()
            .Where(secret => Filters.Passes(args.Flags, Ephemeral, NoEphemeral, secret.Ephemeral == true)
                && Filters.Passes(args.Flags, Private, NoPrivate, secret.Private == true))
            .Select(SecretHandlers.Handle).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.ConnectNumOfSecrets)]
    public ConnectNumOfSecretsRet Count(Session session) => new(vault.List().Count);

    [Procedure(RemoteProcedure.ConnectListSecrets)]
    public ConnectListSecretsRet List(Session session, ConnectListSecretsArgs args) =>
        new([.. vault.List().Take(args.Maxuuids).Select(secret => secret.Id.ToString("D"))]);
}
