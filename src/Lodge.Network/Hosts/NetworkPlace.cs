using Lodge.Linux.Network;

namespace Lodge.Network.Hosts;

/// <summary>
/// The network that Lodge works on: the host's. Settings, taps and programs appear in the network namespace of the thread
/// that makes them, so that all of it is made through here.
/// </summary>
internal class NetworkPlace : IDisposable
{
    /// <summary>The network of the calling thread.</summary>
    public NetworkPlace()
        : this(new HostNetwork())
    {
    }

    /// <summary>A network that is open already.</summary>
    protected NetworkPlace(HostNetwork host) => Host = host;

    /// <summary>Its interfaces, addresses, routes and limits; may be used from any thread.</summary>
    public HostNetwork Host { get; }

    /// <summary>Whether it is the one that the host's own programs use, such as its resolver.</summary>
    public virtual bool IsHosts => true;

    /// <summary>Does something on a thread that is in it.</summary>
    public virtual T Run<T>(Func<T> work) => work();

    /// <summary>Does something on a thread that is in it.</summary>
    public void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Host.Dispose();
        GC.SuppressFinalize(this);
    }
}
