using Lodge.Model.DiskJobs;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Kinds of work on disks as libvirt numbers them: virDomainBlockJobType in libvirt-domain.h.</summary>
internal static class BlockJobTypes
{
    /// <summary>The number of a kind.</summary>
    public static int Of(DiskJobKind kind) => kind switch
    {
        DiskJobKind.Pull => 1,
        DiskJobKind.Copy => 2,
        DiskJobKind.Commit => 3,
        DiskJobKind.ActiveCommit => 4,
        _ => 0,
    };
}
