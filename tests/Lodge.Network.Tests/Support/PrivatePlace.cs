using Lodge.Network.Hosts;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Support;

/// <summary>A network namespace as the host that Lodge works on. It stays when Lodge goes.</summary>
internal sealed class PrivatePlace(PrivateNetwork network) : NetworkPlace(network.Host)
{
    public override bool IsHosts => false;

    public override T Run<T>(Func<T> work) => network.Run(work);

    public override void Dispose()
    {
    }
}
