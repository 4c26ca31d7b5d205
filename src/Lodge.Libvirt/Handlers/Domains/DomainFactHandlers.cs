using Lodge.Engine.Vms;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Statistics;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What a domain is and does: state, size, and yes-or-no questions.</summary>
/// <param name="domains">All domains.</param>
/// <param name="statistics">What they have used.</param>
internal sealed class DomainFactHandlers(DomainDirectory domains, VmStatistics statistics)
{
    /// <summary>State, memory in KiB, processors, processor time in nanoseconds.</summary>
    [Procedure(RemoteProcedure.DomainGetInfo)]
    public DomainGetInfoRet GetInfo(Session session, DomainGetInfoArgs args)
    {
        var vm = domains.Get(args.Dom);
        var definition = vm.CurrentDefinition;
        return new DomainGetInfoRet(
            (byte)DomainStates.Of(vm.Status).State,
            DomainSizes.MaxMemory(definition),
            DomainSizes.Memory(definition),
            (ushort)DomainSizes.Vcpus(definition),
            (ulong)(statistics.ReadProcess(vm.Id)?.CpuNanoseconds ?? 0));
    }

    [Procedure(RemoteProcedure.DomainGetState)]
    public DomainGetStateRet GetState(Session session, DomainGetStateArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetState");
        var (state, reason) = DomainStates.Of(domains.Get(args.Dom).Status);
        return new DomainGetStateRet((int)state, reason);
    }

    [Procedure(RemoteProcedure.DomainIsActive)]
    public DomainIsActiveRet IsActive(Session session, DomainIsActiveArgs args) => new(domains.Get(args.Dom).Status.IsLive ? 1 : 0);

    [Procedure(RemoteProcedure.DomainIsPersistent)]
    public DomainIsPersistentRet IsPersistent(Session session, DomainIsPersistentArgs args) => new(domains.Get(args.Dom).Persistent ? 1 : 0);

    /// <summary>Whether the definition was changed since the domain was started.</summary>
    [Procedure(RemoteProcedure.DomainIsUpdated)]
    public DomainIsUpdatedRet IsUpdated(Session session, DomainIsUpdatedArgs args) => new(domains.Get(args.Dom).HasPendingChanges ? 1 : 0);

    [Procedure(RemoteProcedure.DomainGetOsType)]
    public DomainGetOsTypeRet GetOsType(Session session, DomainGetOsTypeArgs args)
    {
        domains.Get(args.Dom);
        return new DomainGetOsTypeRet("hvm");
    }

    [Procedure(RemoteProcedure.DomainGetMaxMemory)]
    public DomainGetMaxMemoryRet GetMaxMemory(Session session, DomainGetMaxMemoryArgs args) => new(DomainSizes.MaxMemory(domains.Get(args.Dom).CurrentDefinition));
}
