using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation;

/// <summary>Disks.</summary>
internal static class DiskValidator
{
    private const int DiskLimit = 24;

    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        if (definition.Disks.Count > DiskLimit)
        {
            yield return new Flaw("disks", $"may have at most {DiskLimit} entries, and has {definition.Disks.Count}");
        }

        for (var i = 0; i < definition.Disks.Count; i++)
        {
            foreach (var flaw in CheckDisk(definition.Disks, i))
            {
                yield return flaw;
            }
        }
    }

    private static IEnumerable<Flaw> CheckDisk(IReadOnlyList<DiskDefinition> disks, int index)
    {
        var (disk, field) = (disks[index], $"disks[{index}]");
        if (disk.Name is { } name)
        {
            if (!ComputeValidator.IsWord(name))
            {
                yield return new Flaw($"{field}.name", $"must consist of letters, digits, '.', '_' and '-', and is '{name}'");
            }

            if (disks.Take(index).Any(other => other.Name == name))
            {
                yield return new Flaw($"{field}.name", $"is '{name}', as another disk's is already");
            }
        }

        if (disk.Source is FileDiskSource { Path: var path })
        {
            if (BootValidator.PathProblem(path) is { } problem)
            {
                yield return new Flaw($"{field}.source.path", problem);
            }

            if (!disk.ReadOnly && disks.Take(index).Any(other => other.Source is FileDiskSource file && file.Path == path))
            {
                yield return new Flaw($"{field}.source.path", $"is '{path}', as another disk's is already; two disks may share a file only read-only");
            }
        }
    }
}
