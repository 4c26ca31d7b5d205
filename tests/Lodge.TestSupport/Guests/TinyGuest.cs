using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Storage.Images;
using Lodge.Storage.Images.Tiny;
using Lodge.TestSupport.Daemons;

namespace Lodge.TestSupport.Guests;

/// <summary>The tiny guest for tests: built once, and kept below <c>artifacts</c> until what it is made of changes.</summary>
/// <param name="Folder">The image's folder.</param>
/// <param name="CommandLine">Its kernel command line.</param>
public sealed record TinyGuest(string Folder, string CommandLine)
{
    /// <summary>How the line begins that the guest prints when it is up.</summary>
    public const string Up = "lodge-tiny: up";

    /// <summary>How long a boot may take on a machine that has much else to do.</summary>
    public static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(3);

    private static readonly Lazy<Task<TinyGuest>> s_standard = new(() => BuildAsync(TinyVariant.Standard));
    private static readonly Lazy<Task<TinyGuest>> s_full = new(() => BuildAsync(TinyVariant.Full));

    /// <summary>Its kernel.</summary>
    public string Kernel => Path.Combine(Folder, TinyImageBuilder.KernelFile);

    /// <summary>Its initial file system.</summary>
    public string Initrd => Path.Combine(Folder, TinyImageBuilder.InitrdFile);

    /// <summary>The usual image: virtio devices of all kinds, IDE, SCSI, NVMe, TPM, CD-ROM, and the guest agent.</summary>
    public static Task<TinyGuest> GetAsync() => s_standard.Value;

    /// <summary>
    /// The image for what the usual one has no drivers for: USB, AHCI, floppy, e1000, e1000e, igb, rtl8139, 9p, watchdogs,
    /// parallel ports, virtio-gpu. It takes twice as long to boot.
    /// </summary>
    public static Task<TinyGuest> GetFullAsync() => s_full.Value;

    /// <summary>A VM with one network card that boots it.</summary>
    /// <param name="name">Name of the VM.</param>
    /// <param name="options">Options of the guest, such as <c>lodge.tick=1</c>.</param>
    public VmDefinition Vm(string name, string options = "") => new(
        boot: new BootDefinition { Kernel = Kernel, Initrd = Initrd, CommandLine = $"{CommandLine} {options}".TrimEnd() },
        memory: new MemoryDefinition { Size = ByteSize.FromMiB(128) },
        nics: [new NicDefinition()])
    {
        Name = name,
        Accel = Accelerator.Tcg,
    };

    /// <summary>Copies the image to where a daemon looks for images.</summary>
    public void CopyTo(string imagesFolder)
    {
        var target = Directory.CreateDirectory(Path.Combine(imagesFolder, Path.GetFileName(Folder)));
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
        }
    }

    private static async Task<TinyGuest> BuildAsync(TinyVariant variant)
    {
        var place = Path.Combine(Repository.Root, "artifacts", "test-image");
        var request = new TinyImageRequest
        {
            Variant = variant,
            TargetFolder = Path.Combine(place, variant.Name),
            CacheFolder = Path.Combine(place, "cache"),
        };
        var built = await new TinyImageBuilder(TimeProvider.System).BuildAsync(request, new Progress<ImageBuildProgress>(), CancellationToken.None);
        return new TinyGuest(built.Folder, built.Manifest.KernelCommandLine!);
    }
}
