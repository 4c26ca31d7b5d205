using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>What all families of events have in common.</summary>
internal static class EventIds
{
    /// <summary>Refuses a kind of event that there is not.</summary>
    public static void Check(int id, int last)
    {
        if (id < 0 || id > last)
        {
            throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Rpc, $"unsupported event ID {id}");
        }
    }

    /// <summary>Removes a callback that must be there.</summary>
    public static void Remove(Session session, CallbackKind kind, int number, string family)
    {
        if (!session.Callbacks.Remove(kind, number))
        {
            throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Rpc, $"{family} event callback {number} not registered");
        }
    }
}
