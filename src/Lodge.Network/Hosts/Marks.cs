using Lodge.Linux.Network;
using Lodge.Model.Networks;

namespace Lodge.Network.Hosts;

/// <summary>
/// What Lodge writes on interfaces that it makes, so that a later daemon knows them, and another daemon on the same host
/// leaves them alone.
/// </summary>
/// <param name="instance">Tells this daemon's things from another's.</param>
internal sealed class Marks(string instance)
{
    /// <summary>On the host's end of a card.</summary>
    public string Card(Guid vmId, string alias) => $"lodge {instance} {vmId:D} {alias}";

    /// <summary>The card that an interface belongs to, by what is written on it; null when it is none of this daemon's.</summary>
    public NicPlug? ReadCard(NetworkLink link) =>
        link.Note.Split(' ') is ["lodge", var whose, var vm, var alias] && whose == instance && Guid.TryParse(vm, out var id)
            ? new NicPlug { VmId = id, VmName = vm, Alias = alias, Mac = link.Mac, Interface = link.Name, IsMacvtap = link.Kind == "macvtap" }
            : null;

    /// <summary>On the bridge of a network.</summary>
    public string Bridge(Guid network) => $"lodge {instance} network {network:D}";

    /// <summary>On an interface that slows down what another one receives.</summary>
    public string Queue(string link) => $"lodge {instance} queue {link}";
}
