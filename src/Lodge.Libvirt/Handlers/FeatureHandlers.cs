using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers;

/// <summary>What this server can do beyond the oldest protocol; clients ask before they use it.</summary>
internal sealed class FeatureHandlers
{
    /// <summary>To ask for signs of life is to agree to them.</summary>
    [Procedure(RemoteProcedure.ConnectSupportsFeature)]
    public ConnectSupportsFeatureRet Supports(Session session, ConnectSupportsFeatureArgs args)
    {
        var feature = (Feature)args.Feature;
        if (feature == Feature.KeepAlive)
        {
            session.WantsKeepAlive = true;
        }

        return new ConnectSupportsFeatureRet(IsSupported(feature) ? 1 : 0);
    }

    // Guests are not moved to other hosts. But a client that is told so here only says that something is not supported; one
    // that is not calls, and gets the reason.
    private static bool IsSupported(Feature feature) => feature is
        Feature.DescriptorPassing or Feature.TypedParameterStrings or Feature.KeepAlive
        or Feature.EventCallbacks or Feature.CloseCallback or Feature.NetworkUpdateOrder
        or Feature.MigrationInThreePhases or Feature.MigrationParameters or Feature.MigrationPeerToPeer;
}
