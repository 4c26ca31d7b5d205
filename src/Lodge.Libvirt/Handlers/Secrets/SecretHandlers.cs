using Lodge.Engine.Secrets;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Secrets;
using Lodge.Model.Secrets;

namespace Lodge.Libvirt.Handlers.Secrets;

/// <summary>Passwords and keys of guests' devices. The values of private ones come in, but never go out.</summary>
/// <param name="vault">All secrets.</param>
internal sealed class SecretHandlers(SecretVault vault)
{
    private const uint Validate = 1;

    [Procedure(RemoteProcedure.SecretDefineXml)]
    public async ValueTask<SecretDefineXmlRet> DefineAsync(Session session, SecretDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virSecretDefineXML");
        var secret = SecretXml.Read(args.Xml, (args.Flags & Validate) != 0);
        await vault.DefineAsync(secret, cancellation);
        return new(Handle(secret));
    }

    [Procedure(RemoteProcedure.SecretGetXmlDesc)]
    public SecretGetXmlDescRet GetXml(Session session, SecretGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virSecretGetXMLDesc");
        return new(SecretXml.Write(Get(args.Secret)));
    }

    [Procedure(RemoteProcedure.SecretSetValue)]
    public async ValueTask SetValueAsync(Session session, SecretSetValueArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virSecretSetValue");
        await vault.SetValueAsync(Get(args.Secret).Id, args.Value, cancellation);
    }

    [Procedure(RemoteProcedure.SecretGetValue)]
    public SecretGetValueRet GetValue(Session session, SecretGetValueArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virSecretGetValue");
        var secret = Get(args.Secret);
        if (secret.Private == true)
        {
            throw new LibvirtException(ErrorNumber.InvalidSecret, ErrorOrigin.Secret, "secret is private");
        }

        return vault.HasValue(secret.Id) ? new(vault.Read(secret.Id)) : throw Missing($"secret '{secret.Id}' does not have a value");
    }

    [Procedure(RemoteProcedure.SecretUndefine)]
    public async ValueTask UndefineAsync(Session session, SecretUndefineArgs args, CancellationToken cancellation) =>
        await vault.UndefineAsync(Get(args.Secret).Id, cancellation);

    [Procedure(RemoteProcedure.SecretLookupByUuid)]
    public SecretLookupByUuidRet ByUuid(Session session, SecretLookupByUuidArgs args) =>
        new(Handle(vault.Find(args.Uuid) ?? throw Missing($"no secret with matching uuid '{args.Uuid}'")));

    [Procedure(RemoteProcedure.SecretLookupByUsage)]
    public SecretLookupByUsageRet ByUsage(Session session, SecretLookupByUsageArgs args) =>
        new(Handle(vault.Find((SecretUsage)args.UsageType, args.UsageId) ?? throw Missing($"no secret with matching usage '{args.UsageId}'")));

    /// <summary>The handle of a secret; the numbers of uses are those of the wire.</summary>
    internal static Secret Handle(SecretDefinition secret) => new(secret.Id, (int)secret.Usage, secret.UsageId ?? "");

    private SecretDefinition Get(Secret handle) => vault.Find(handle.Uuid) ?? throw Missing($"no secret with matching uuid '{handle.Uuid}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoSecret, ErrorOrigin.Secret, detail);
}
