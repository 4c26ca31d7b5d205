namespace Lodge.Model.Vms.Devices;

/// <summary>How many pairs of queues a card on a network of the host has.</summary>
public static class NicQueues
{
    private const int Usual = 8;

    /// <summary>The number, 1 to 256: as defined; else one a vCPU, at most 8; a card other than virtio has one.</summary>
    /// <param name="nic">The card.</param>
    /// <param name="vcpus">How many vCPUs its VM has.</param>
    public static int Of(NicDefinition nic, int vcpus) =>
        nic.Model != NicModel.Virtio || nic.Source is UserNicSource ? 1 : nic.Queues ?? Math.Clamp(vcpus, 1, Usual);
}
