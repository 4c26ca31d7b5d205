using Lodge.Libvirt.Protocol;
using static Lodge.Libvirt.Protocol.RemoteProcedure;

namespace Lodge.Libvirt.Calls;

/// <summary>Why procedures have no handler, for those who call them all the same.</summary>
internal static class Unserved
{
    /// <summary>A sentence; null where there is none to say.</summary>
    public static string? Reason(RemoteProcedure procedure) => procedure switch
    {
        DomainMigratePrepare or DomainMigratePrepare2 or DomainMigratePrepare3 or DomainMigratePrepare3Params
            or DomainMigratePrepareTunnel or DomainMigratePrepareTunnel3 or DomainMigratePrepareTunnel3Params
            or DomainMigrateBegin3 or DomainMigrateBegin3Params or DomainMigratePerform or DomainMigratePerform3 or DomainMigratePerform3Params
            or DomainMigrateStartPostCopy or DomainMigrateGetCompressionCache or DomainMigrateSetCompressionCache
            or DomainMigrateGetMaxSpeed or DomainMigrateSetMaxSpeed or DomainMigrateGetMaxDowntime or DomainMigrateSetMaxDowntime =>
            "running guests are not moved between hosts yet; shut the domain down, copy its disks, and define it there from its XML",
        DomainFdAssociate => "Lodge opens what is behind disks itself, by its path",
        DomainSendProcessSignal => "processes in a guest are the guest's own; its agent can run kill there",
        DomainSetLaunchSecurityState => "Lodge keeps no secrets in guests with encrypted memory",
        ConnectDomainXmlFromNative => "Lodge writes QEMU's arguments and does not read them",
        InterfaceChangeBegin or InterfaceChangeCommit or InterfaceChangeRollback
            or InterfaceDefineXml or InterfaceUndefine or InterfaceCreate or InterfaceDestroy =>
            "the host's interfaces are looked at and left to its own tools, such as ip or NetworkManager",
        NodeDeviceCreateXml or NodeDeviceDefineXml or NodeDeviceUndefine or NodeDeviceCreate or NodeDeviceDestroy or NodeDeviceSetAutostart =>
            "Lodge makes no devices of the host; mdevctl makes mediated ones",
        _ => null,
    };
}
