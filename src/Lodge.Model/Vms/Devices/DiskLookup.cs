namespace Lodge.Model.Vms.Devices;

/// <summary>Finds disks by what people call them.</summary>
public static class DiskLookup
{
    /// <summary>The disk of this name, such as <c>vda</c>, or of this alias, or else of this path; null when there is none.</summary>
    /// <param name="definition">The VM.</param>
    /// <param name="name">Name, alias, or path on the host.</param>
    public static DiskDefinition? FindDisk(this VmDefinition definition, string name) =>
        definition.Disks.FirstOrDefault(disk => disk.Name == name || disk.Alias == name)
        ?? definition.Disks.FirstOrDefault(disk => disk.Source?.HostPath() == name);
}
