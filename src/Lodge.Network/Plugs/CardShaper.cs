using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Network.Hosts;

namespace Lodge.Network.Plugs;

/// <summary>Sets the limits of interfaces: of cards, and of the bridges of networks.</summary>
internal sealed class CardShaper(NetworkPlace place, Marks marks)
{
    /// <summary>Makes the limits of an interface be these, and no others.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="sending">Of what the host sends into it; null: none.</param>
    /// <param name="receiving">Of what the host receives from it; null: none.</param>
    /// <param name="isNew">Whether it cannot have limits yet.</param>
    /// <exception cref="LinuxException">The kernel refuses, or has no means for it.</exception>
    public void Shape(string name, Bandwidth? sending, Bandwidth? receiving, bool isNew)
    {
        if (sending is not null)
        {
            place.Host.Traffic.LimitSending(name, sending);
        }
        else if (!isNew)
        {
            place.Host.Traffic.RemoveSendingLimit(name);
        }

        ShapeReceiving(name, receiving, isNew);
    }

    /// <summary>Makes the limits of a bridge be these, and no others.</summary>
    /// <param name="name">The bridge.</param>
    /// <param name="sending">Of what the host sends into it; null: none.</param>
    /// <param name="shares">Parts of that which are kept free.</param>
    /// <param name="receiving">Of what the host receives from it; null: none.</param>
    /// <param name="isNew">Whether it cannot have limits yet.</param>
    /// <exception cref="LinuxException">The kernel refuses, or has no means for it.</exception>
    public void ShapeBridge(string name, Bandwidth? sending, IReadOnlyList<BandwidthShare> shares, Bandwidth? receiving, bool isNew)
    {
        if (sending is not null)
        {
            Share(name, sending, shares);
        }
        else if (!isNew)
        {
            place.Host.Traffic.RemoveSendingLimit(name);
        }

        ShapeReceiving(name, receiving, isNew);
    }

    /// <summary>Makes the parts of a bridge's limit be these, and no others.</summary>
    /// <exception cref="LinuxException">The kernel refuses, or has no means for it.</exception>
    public void Share(string name, Bandwidth sending, IReadOnlyList<BandwidthShare> shares) => place.Host.SharedTraffic.Set(name, sending, shares);

    /// <summary>Removes what stands beside an interface for its limits, before it goes itself.</summary>
    public void Clear(NetworkLink link)
    {
        if (place.Host.Links.Find(QueueOf(link)) is { } queue && queue.Note == marks.Queue(link.Name))
        {
            place.Host.Links.Delete(queue.Name);
        }
    }

    private void ShapeReceiving(string name, Bandwidth? receiving, bool isNew)
    {
        if (receiving is not null)
        {
            var queue = QueueOf(place.Host.Links.Get(name));
            place.Host.Traffic.LimitReceiving(name, queue, receiving);
            place.Host.Links.Change(queue, new LinkChange { Note = marks.Queue(name) });
        }
        else if (!isNew)
        {
            place.Host.Traffic.RemoveReceivingLimit(name, QueueOf(place.Host.Links.Get(name)));
        }
    }

    // Numbers of interfaces are not used again while the host is up.
    private static string QueueOf(NetworkLink link) => string.Create(CultureInfo.InvariantCulture, $"lodgeq{link.Index}");
}
