using Lodge.Linux.Network;
using Lodge.Network.HostBridges.Planning;
using Lodge.Network.Hosts;

namespace Lodge.Network.HostBridges.Moving;

/// <summary>Does the steps of a move, one system call each or a few.</summary>
internal sealed class MoveDoer(NetworkPlace place)
{
    /// <summary>Does a step.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Do(MoveStep step)
    {
        switch (step)
        {
            case MakeBridge make:
                Make(make);
                break;
            case SetSettings set:
                Write(set.Settings);
                break;
            case SwitchOn on:
                place.Host.Links.Change(on.Link, new LinkChange { Up = true });
                break;
            case AddAddress add:
                Trying.Unless(["EEXIST"], () => place.Host.Saved.Add(add.Address, place.Host.Links.Get(add.Link), add.Former));
                break;
            case JoinBridge join:
                place.Host.Links.Change(join.Link, new LinkChange { Master = place.Host.Links.Get(join.Bridge).Index, Up = true });
                break;
            case DropAddress drop:
                Trying.Unless(["EADDRNOTAVAIL"], () => place.Host.Saved.Delete(drop.Address));
                break;
            case AddRoute add:
                Trying.Unless(["EEXIST"], () => place.Host.Saved.Add(add.Route, place.Host.Links.Get(add.Link).Index));
                break;
            default:
                throw new ArgumentException($"A step of the kind {step.GetType().Name} is unknown.", nameof(step));
        }
    }

    /// <summary>Writes settings, in their order; those that the kernel does not have are passed over.</summary>
    public void Write(IReadOnlyList<(string Name, int Value)> settings) => place.Run(() =>
    {
        foreach (var (name, value) in settings.Where(setting => NetworkSettings.Read(setting.Name) is not null))
        {
            NetworkSettings.Write(name, value);
        }
    });

    private void Make(MakeBridge make)
    {
        place.Host.Links.AddBridge(make.Name, new BridgeSettings { Stp = false, ForwardDelay = TimeSpan.Zero });
        try
        {
            place.Host.Links.Change(make.Name, new LinkChange { Mac = make.Mac, Mtu = make.Mtu, Note = make.Note });
        }
        catch
        {
            place.Host.Links.Delete(make.Name);
            throw;
        }
    }
}
