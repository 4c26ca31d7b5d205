using Lodge.Engine.Images.CloudInit;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Validation;

namespace Lodge.Engine.Images;

/// <summary>Gives new VMs a disk of an image, and cloud-init what it reads at the first boot.</summary>
public sealed class ImageLauncher
{
    private static readonly ByteSize UsualSize = ByteSize.FromGiB(10);

    private readonly ImageService _images;
    private readonly IImageDisks _disks;
    private readonly VmInventory _vms;

    internal ImageLauncher(ImageService images, IImageDisks disks, VmInventory vms) => (_images, _disks, _vms) = (images, disks, vms);

    /// <summary>Makes the disks of a VM, and then the VM; when that fails, the disks are deleted again.</summary>
    /// <param name="definition">What the VM shall be; the disks come before its own.</param>
    /// <param name="from">What it gets from which image.</param>
    /// <param name="create">Makes the VM of a definition that has the disks.</param>
    /// <param name="cancellationToken">Ends the making of the disks.</param>
    /// <exception cref="LodgeException">The image has no disk, a setting is flawed, or the VM cannot be made.</exception>
    public async Task<Vm> CreateAsync(VmDefinition definition, ImageLaunch from, Func<VmDefinition, Task<Vm>> create, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(create);
        VmValidator.ThrowIfFlawed(definition);
        _vms.ThrowIfTaken(definition.Name, definition.Id, allowSame: false);
        var settings = from.CloudInit ?? new CloudInitSettings();
        CloudInitCheck.ThrowIfFlawed(settings);

        var named = definition.Id == Guid.Empty ? definition with { Id = Guid.CreateVersion7() } : definition;
        var made = new List<string>();
        try
        {
            await MakeAsync(named, from, CloudInitSeed.Files(named.Id, named.Name, settings), made, cancellationToken);
            return await create(named with { Disks = [Root(made[0]), Seed(made[1]), .. named.Disks] });
        }
        catch
        {
            made.ForEach(_disks.Delete);
            throw;
        }
    }

    // Nobody deletes the image in the meantime; and once the layer is there, the disk under it stays by itself.
    private async Task MakeAsync(
        VmDefinition vm, ImageLaunch from, IReadOnlyDictionary<string, string> seed, List<string> made, CancellationToken cancellationToken)
    {
        using var hold = await _images.HoldAsync(cancellationToken);
        var image = await _images.GetAsync(from.Image, cancellationToken);
        var disk = image.Disk ?? throw new LodgeException(
            ErrorCode.InvalidArgument, $"The image '{image.Name}' has no disk: it boots a kernel.", $"Launch it without a disk size and without cloud-init: lodge launch {image.Name}");
        made.Add(await _disks.CloneAsync(disk, vm.Name, SizeOf(disk, from.DiskSize, image.Name), cancellationToken));
        made.Add(await _disks.MakeSeedAsync(seed, vm.Name, cancellationToken));
    }

    private static long SizeOf(ImageDisk disk, ByteSize? asked, string image) => asked is { } size
        ? size.Bytes >= disk.VirtualSize
            ? size.Bytes
            : throw new LodgeException(
                ErrorCode.InvalidArgument, $"The disk of '{image}' has {new ByteSize(disk.VirtualSize)}, more than the {size} that were asked for.", "Ask for more, or for nothing.")
        : Math.Max(disk.VirtualSize, UsualSize.Bytes);

    private static DiskDefinition Root(string path) => new() { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Qcow2 };

    // A disk and no CD-ROM: the kernels of some cloud images have drivers for virtio only.
    private static DiskDefinition Seed(string path) => new() { Source = new FileDiskSource { Path = path }, Format = DiskFormat.Raw, ReadOnly = true };
}
