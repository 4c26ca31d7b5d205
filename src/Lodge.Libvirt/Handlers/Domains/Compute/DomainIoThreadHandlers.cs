using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Handlers.Domains.Tuning;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>Threads of QEMU that serve disks. How many there are is fixed while the domain runs.</summary>
/// <param name="editor">Small changes.</param>
/// <param name="maps">Sets of processors.</param>
internal sealed class DomainIoThreadHandlers(DomainEditor editor, CpuMaps maps)
{
    private static readonly ParameterTable<IoThreadDefinition> s_parameters = new(
        Parameter<IoThreadDefinition>.ULong("poll_max_ns", t => t.PollMax ?? 0, (t, v) => t with { PollMax = v }),
        Parameter<IoThreadDefinition>.UInt("poll_grow", t => t.PollGrow ?? 0, (t, v) => t with { PollGrow = v }),
        Parameter<IoThreadDefinition>.UInt("poll_shrink", t => t.PollShrink ?? 0, (t, v) => t with { PollShrink = v }),
        Parameter<IoThreadDefinition>.Int("thread_pool_min", t => t.ThreadPoolMin ?? 0, (t, v) => t with { ThreadPoolMin = v }),
        Parameter<IoThreadDefinition>.Int("thread_pool_max", t => t.ThreadPoolMax ?? 0, (t, v) => t with { ThreadPoolMax = v }));

    [Procedure(RemoteProcedure.DomainGetIothreadInfo)]
    public DomainGetIothreadInfoRet Get(Session session, DomainGetIothreadInfoArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainGetIOThreadInfo");
        var definition = TuningProfiles.Fill(editor.Read(args.Dom, args.Flags));
        var cpu = definition.Tuning?.Cpu;
        var threads = Threads(definition).Select(thread => new DomainIothreadInfo(
            (uint)thread.Id,
            maps.Write(cpu?.IoThreadPins?.FirstOrDefault(pin => pin.IoThread == thread.Id)?.CpuSet ?? cpu?.CpuSet, maps.Length))).ToArray();
        return new DomainGetIothreadInfoRet(threads, (uint)threads.Length);
    }

    [Procedure(RemoteProcedure.DomainPinIothread)]
    public async ValueTask PinAsync(Session session, DomainPinIothreadArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainPinIOThread");
        var set = CpuMaps.Read(args.Cpumap);
        await editor.EditAsync(args.Dom, args.Flags, definition =>
        {
            var id = Find(definition, args.IothreadsId).Id;
            return TuningEdit.Cpu(definition, cpu => cpu with
            {
                IoThreadPins = [.. (cpu.IoThreadPins ?? []).Where(pin => pin.IoThread != id).Append(new IoThreadPin(id, set)).OrderBy(pin => pin.IoThread)],
            });
        }, cancellation);
    }

    [Procedure(RemoteProcedure.DomainAddIothread)]
    public async ValueTask AddAsync(Session session, DomainAddIothreadArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainAddIOThread");
        var id = (int)Math.Min(args.IothreadId, int.MaxValue);
        await editor.EditAsync(args.Dom, args.Flags, definition => Threads(definition).Any(thread => thread.Id == id)
            ? throw DomainEditor.Wrong($"an IOThread is already using iothread_id '{id}'")
            : With(definition, [.. Threads(definition).Append(new IoThreadDefinition { Id = id }).OrderBy(thread => thread.Id)]), cancellation);
    }

    /// <summary>Takes a thread away, with its pin.</summary>
    [Procedure(RemoteProcedure.DomainDelIothread)]
    public async ValueTask RemoveAsync(Session session, DomainDelIothreadArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainDelIOThread");
        await editor.EditAsync(args.Dom, args.Flags, definition =>
        {
            var id = Find(definition, args.IothreadId).Id;
            if (definition.Disks.FirstOrDefault(disk => disk.IoThread == id) is { } user)
            {
                throw DomainEditor.Wrong($"cannot remove IOThread {id} since it is being used by disk '{user.Name}'");
            }

            var pins = (definition.Tuning?.Cpu?.IoThreadPins ?? []).Where(pin => pin.IoThread != id).ToList();
            var unpinned = TuningEdit.Cpu(definition, cpu => cpu with { IoThreadPins = pins.Count == 0 ? null : pins });
            return With(unpinned, [.. Threads(definition).Where(thread => thread.Id != id)]);
        }, cancellation);
    }

    /// <summary>Changes how a thread polls, and how many workers it has.</summary>
    [Procedure(RemoteProcedure.DomainSetIothreadParams)]
    public async ValueTask SetAsync(Session session, DomainSetIothreadParamsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetIOThreadParams");
        s_parameters.Check(args.Params);
        await editor.EditAsync(args.Dom, args.Flags, definition =>
        {
            var present = Find(definition, args.IothreadId);
            return With(definition, [.. Threads(definition).Select(thread => thread == present ? s_parameters.Apply(thread, args.Params) : thread)]);
        }, cancellation);
    }

    private static IReadOnlyList<IoThreadDefinition> Threads(VmDefinition definition) => definition.Tuning?.IoThreads ?? [];

    private static VmDefinition With(VmDefinition definition, IReadOnlyList<IoThreadDefinition> threads) =>
        TuningEdit.Whole(definition, tuning => tuning with { IoThreads = threads.Count == 0 ? null : threads });

    private static IoThreadDefinition Find(VmDefinition definition, uint id) =>
        Threads(definition).FirstOrDefault(thread => thread.Id == id) ?? throw DomainEditor.Wrong($"cannot find IOThread '{id}' in iothreadids list");
}
