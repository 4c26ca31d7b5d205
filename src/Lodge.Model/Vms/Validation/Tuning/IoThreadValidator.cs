using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Validation.Tuning;

/// <summary>Threads of QEMU that serve disks.</summary>
internal static class IoThreadValidator
{
    private const int IdLimit = 4096;
    private const int PoolLimit = 1024;
    private const int DefaultPoolMax = 64;

    public static void Check(VmDefinition definition, Place root)
    {
        var ids = new HashSet<int>();
        foreach (var (place, thread) in root.Each("tuning.ioThreads", definition.Tuning?.IoThreads))
        {
            place.Range("id", thread.Id, 1, IdLimit);
            place.AddIf(!ids.Add(thread.Id), "id", $"is {thread.Id}, as another I/O thread's is already");
            place.AtLeast("pollMax", thread.PollMax, 0);
            place.AtLeast("pollGrow", thread.PollGrow, 0);
            place.AtLeast("pollShrink", thread.PollShrink, 0);
            place.Range("threadPoolMin", thread.ThreadPoolMin, 0, PoolLimit);
            place.Range("threadPoolMax", thread.ThreadPoolMax, 1, PoolLimit);
            var most = thread.ThreadPoolMax ?? DefaultPoolMax;
            place.AddIf(thread.ThreadPoolMin > most, "threadPoolMin", $"is {thread.ThreadPoolMin}, and threadPoolMax is {most}");
        }
    }

    /// <summary>Checks a field that names an I/O thread: one of the definition's, or of those that its profile brings.</summary>
    public static void CheckReference(VmDefinition definition, Place place, string field, int? id) =>
        place.AddIf(
            id is not null && (TuningProfiles.Fill(definition).Tuning?.IoThreads).OrEmpty().All(thread => thread.Id != id),
            field,
            $"names I/O thread {id}, and tuning.ioThreads has none with that id");
}
