using Lodge.Libvirt.Handlers.Consoles;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Handlers.Panel;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers;

/// <summary>One object of each class of handlers, with what it needs.</summary>
internal static class AllHandlers
{
    /// <summary>Makes them; the compiler complains here about a class that is missing.</summary>
    public static HandlerTable Create(LibvirtServices services, LibvirtOptions options)
    {
        var domains = new DomainDirectory(services.Engine.Vms);
        return Create(services, options, domains, new DomainEventHub(services.Engine.Events, services.Engine.Vms, domains));
    }

    private static HandlerTable Create(LibvirtServices services, LibvirtOptions options, DomainDirectory domains, DomainEventHub hub) => new()
    {
        AuthenticationHandlers = new AuthenticationHandlers(),
        ButtonHandlers = new ButtonHandlers(services.Engine, domains),
        ConnectionHandlers = new ConnectionHandlers(options.IsSystem),
        ConsoleHandlers = new ConsoleHandlers(services.Engine, domains),
        DomainEventHandlers = new DomainEventHandlers(hub),
        DomainDefinitionHandlers = new DomainDefinitionHandlers(services.Engine, domains),
        DomainFactHandlers = new DomainFactHandlers(domains),
        DomainLifecycleHandlers = new DomainLifecycleHandlers(services.Engine, domains),
        DomainListHandlers = new DomainListHandlers(domains),
        DomainLookupHandlers = new DomainLookupHandlers(domains),
        DomainSaveHandlers = new DomainSaveHandlers(services.Engine, domains),
        DomainShutdownHandlers = new DomainShutdownHandlers(services.Engine, domains),
        DomainXmlHandlers = new DomainXmlHandlers(domains, services.Host),
        DumpHandlers = new DumpHandlers(services.Engine, domains),
        FeatureHandlers = new FeatureHandlers(),
        IdentityHandlers = new IdentityHandlers(services.Host),
        ScreenHandlers = new ScreenHandlers(services.Engine, domains),
        LegacyDomainEventHandlers = new LegacyDomainEventHandlers(hub),
        OtherEventHandlers = new OtherEventHandlers(),
    };
}
