namespace Lodge.Engine.Ports;

/// <summary>Something of the host that a VM has while it runs, and that goes back to where it was.</summary>
/// <param name="Pci">Address of a PCI function that was taken from the host's driver; null when none was.</param>
/// <param name="Driver">The driver that it was taken from; null for none.</param>
/// <param name="Node">A node below <c>/dev</c> that was given to the VM's user; null when none was.</param>
/// <param name="Uid">Whose the node was.</param>
public sealed record HostLoan(string? Pci, string? Driver, string? Node = null, uint Uid = 0);
