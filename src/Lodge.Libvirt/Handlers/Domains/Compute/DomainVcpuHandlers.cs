using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Compute;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>How many processors a guest has and can have, and which.</summary>
/// <param name="editor">Small changes.</param>
/// <param name="guests">Processors as guests see them.</param>
internal sealed class DomainVcpuHandlers(DomainEditor editor, GuestVcpus guests)
{
    private const uint Maximum = 4;
    private const uint Guest = 8;
    private const uint Hotpluggable = 16;

    /// <summary>The most processors that the definition lets the domain have.</summary>
    [Procedure(RemoteProcedure.DomainGetMaxVcpus)]
    public DomainGetMaxVcpusRet GetMost(Session session, DomainGetMaxVcpusArgs args) => new(editor.Read(args.Dom, 0).Cpu.Count);

    /// <summary>How many processors the guest has, can have, or uses; of a running domain the present ones, of another the defined ones.</summary>
    [Procedure(RemoteProcedure.DomainGetVcpusFlags)]
    public async ValueTask<DomainGetVcpusFlagsRet> CountAsync(Session session, DomainGetVcpusFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | Maximum | Guest, "virDomainGetVcpusFlags");
        if ((args.Flags & Guest) != 0)
        {
            var vcpus = await guests.ReadAsync(args.Dom, cancellation);
            return new((args.Flags & Maximum) != 0 ? vcpus.Count : vcpus.Count(vcpu => vcpu.Online));
        }

        var cpu = editor.Read(args.Dom, args.Flags).Cpu;
        return new((args.Flags & Maximum) != 0 ? cpu.Count : VcpuPresence.Of(cpu).Count);
    }

    [Procedure(RemoteProcedure.DomainSetVcpus)]
    public async ValueTask SetAsync(Session session, DomainSetVcpusArgs args, CancellationToken cancellation) =>
        await SetAsync(args.Dom, args.Nvcpus, ChangeSides.Live, cancellation);

    /// <summary>Every processor but the first can be unplugged, so that being asked for that changes nothing.</summary>
    [Procedure(RemoteProcedure.DomainSetVcpusFlags)]
    public async ValueTask SetAsync(Session session, DomainSetVcpusFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | Maximum | Guest | Hotpluggable, "virDomainSetVcpusFlags");
        await SetAsync(args.Dom, args.Nvcpus, args.Flags, cancellation);
    }

    /// <summary>Plugs single processors in or out.</summary>
    [Procedure(RemoteProcedure.DomainSetVcpu)]
    public async ValueTask SetAsync(Session session, DomainSetVcpuArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetVcpu");
        var vcpus = Set(args.Cpumap);
        await editor.EditAsync(args.Dom, args.Flags, definition => VcpuEdit.Single(definition, vcpus, IsOn(args.State)), cancellation);
    }

    /// <summary>The guest's processors as its agent tells of them.</summary>
    [Procedure(RemoteProcedure.DomainGetGuestVcpus)]
    public async ValueTask<DomainGetGuestVcpusRet> GetGuestAsync(Session session, DomainGetGuestVcpusArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetGuestVcpus");
        var vcpus = await guests.ReadAsync(args.Dom, cancellation);
        return new DomainGetGuestVcpusRet(
        [
            Text("vcpus", vcpus.Select(vcpu => vcpu.Id)),
            Text("online", vcpus.Where(vcpu => vcpu.Online).Select(vcpu => vcpu.Id)),
            Text("offlinable", vcpus.Where(vcpu => vcpu.CanOffline).Select(vcpu => vcpu.Id)),
        ]);
    }

    /// <summary>Has the guest's agent take processors into use, or out of it.</summary>
    [Procedure(RemoteProcedure.DomainSetGuestVcpus)]
    public async ValueTask SetGuestAsync(Session session, DomainSetGuestVcpusArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSetGuestVcpus");
        await guests.SwitchAsync(args.Dom, Set(args.Cpumap), IsOn(args.State), cancellation);
    }

    private async ValueTask SetAsync(Domain handle, uint count, uint flags, CancellationToken cancellation)
    {
        if ((flags & Guest) != 0)
        {
            await guests.CountAsync(handle, count, cancellation);
            return;
        }

        var most = (flags & Maximum) != 0;
        if (most && ChangeSides.Scope(editor.Domains.Get(handle), flags) != ChangeScope.Next)
        {
            throw DomainDirectory.Invalid("maximum vcpu count of a live domain can't be modified");
        }

        await editor.EditAsync(handle, flags, definition => most ? VcpuEdit.Most(definition, count) : VcpuEdit.Present(definition, count), cancellation);
    }

    private static TypedParam Text(string name, IEnumerable<long> vcpus) =>
        new(name, TypedParamValue.Text(CpuSet.Of(vcpus.Select(vcpu => (int)vcpu)).ToString()));

    private static CpuSet Set(string text) =>
        CpuSet.TryParse(text, out var set) ? set : throw DomainEditor.Wrong($"failed to parse the list of processors '{text}'");

    private static bool IsOn(int state) => state switch
    {
        0 => false,
        1 => true,
        _ => throw DomainEditor.Wrong("unsupported state value"),
    };
}
