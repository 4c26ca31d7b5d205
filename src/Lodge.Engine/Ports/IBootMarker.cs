namespace Lodge.Engine.Ports;

/// <summary>Tells the first start of the daemon after a boot of the host from a later one.</summary>
public interface IBootMarker
{
    /// <summary>True once for each boot of the host: the caller then starts the VMs that start with the host.</summary>
    bool ClaimBoot();
}
