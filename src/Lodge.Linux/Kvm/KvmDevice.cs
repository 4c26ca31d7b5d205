using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Model.Host;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Kvm;

/// <summary>/dev/kvm, open.</summary>
internal sealed class KvmDevice : IDisposable
{
    public const string DefaultPath = "/dev/kvm";

    /// <summary>KVM_API_VERSION, the same since Linux 2.6.22; a program must refuse any other.</summary>
    public const int KnownApiVersion = 12;

    private readonly SafeFileHandle _device;

    private KvmDevice(SafeFileHandle device) => _device = device;

    public static KvmDevice Open(string path) => new(LinuxFile.Open(path, OpenFlags.ReadWrite));

    public int ApiVersion() => Request(KvmCalls.GetApiVersion, 0, "KVM_GET_API_VERSION");

    /// <summary>0 when the kernel does not have the extension.</summary>
    public IReadOnlyList<KvmExtension> Extensions() =>
    [
        .. KvmExtensions.All.Select(extension => new KvmExtension(
            extension.Name, Math.Max(0, KvmCalls.Request(_device, KvmCalls.CheckExtension, extension.Number)))),
    ];

    public SafeFileHandle CreateVm() =>
        new(Request(KvmCalls.CreateVm, 0, "KVM_CREATE_VM"), ownsHandle: true);

    /// <summary>Bytes of the structure through which a vCPU tells why it stopped.</summary>
    public int VcpuMapSize() => Request(KvmCalls.GetVcpuMapSize, 0, "KVM_GET_VCPU_MMAP_SIZE");

    public void Dispose() => _device.Dispose();

    private int Request(uint request, nint argument, string name) =>
        LinuxException.Check(KvmCalls.Request(_device, request, argument), name);
}
