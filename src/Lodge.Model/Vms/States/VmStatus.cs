namespace Lodge.Model.Vms.States;

/// <summary>A state with its reason.</summary>
/// <param name="State">What the VM does.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">When it came to be so.</param>
/// <param name="Detail">A sentence more, such as which disk failed or how QEMU ended.</param>
public sealed record VmStatus(VmState State, VmReason Reason, DateTimeOffset Since, string? Detail = null)
{
    /// <summary>Whether a QEMU process belongs to the VM in this state.</summary>
    public bool IsLive => State != VmState.Stopped;
}
