using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Xdr;

namespace Lodge.Libvirt.Handlers.Events.Notices;

/// <summary>Something to be told of a domain, in libvirt's words.</summary>
/// <param name="Id">Of which kind it is; callbacks are registered for one kind each.</param>
internal abstract record DomainNotice(DomainEventId Id)
{
    /// <summary>Sends it.</summary>
    /// <param name="to">The client.</param>
    /// <param name="callback">The callback's number; null for the old form, which has none and knows the first sixteen kinds only.</param>
    /// <param name="domain">The domain.</param>
    public abstract void Send(Session to, int? callback, Domain domain);

    /// <summary>Sends what has an old and a new form: the new one is the old one with the callback's number before it.</summary>
    protected static void Send<TOld, TNew>(
        Session to, int? callback, RemoteProcedure old, in TOld message, RemoteProcedure present, Func<int, TOld, TNew> wrap)
        where TOld : struct, IXdrValue<TOld>
        where TNew : struct, IXdrValue<TNew>
    {
        if (callback is { } number)
        {
            to.Send(present, wrap(number, message));
        }
        else
        {
            to.Send(old, message);
        }
    }
}

/// <summary>A domain's life.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Detail">Why; counted anew for each event.</param>
internal sealed record LifecycleNotice(LifecycleEvent Event, int Detail) : DomainNotice(DomainEventId.Lifecycle)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventLifecycle, new DomainEventLifecycleMsg(domain, (int)Event, Detail),
        RemoteProcedure.DomainEventCallbackLifecycle, static (number, message) => new DomainEventCallbackLifecycleMsg(number, message));
}
