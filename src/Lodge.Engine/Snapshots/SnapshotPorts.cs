using Lodge.Engine.Ports;

namespace Lodge.Engine.Snapshots;

/// <summary>What snapshots need from the outside.</summary>
/// <param name="Layers">Images.</param>
/// <param name="Files">What is kept besides.</param>
internal sealed record SnapshotPorts(IDiskLayers Layers, ISnapshotFiles Files);
