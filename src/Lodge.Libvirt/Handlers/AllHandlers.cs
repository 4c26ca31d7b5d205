using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers;

/// <summary>One object of each class of handlers, with what it needs.</summary>
internal static class AllHandlers
{
    /// <summary>Makes them; the compiler complains here about a class that is missing.</summary>
    public static HandlerTable Create(LibvirtServices services, LibvirtOptions options) => new()
    {
        AuthenticationHandlers = new AuthenticationHandlers(),
        ConnectionHandlers = new ConnectionHandlers(options.IsSystem),
        FeatureHandlers = new FeatureHandlers(),
        IdentityHandlers = new IdentityHandlers(services.Host),
    };
}
