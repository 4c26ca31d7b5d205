namespace Lodge.Bench.Libvirt;

/// <summary>The domain of the bench, for Lodge and for libvirtd alike: small, and with all that statistics tell of.</summary>
internal static class DomainXml
{
    /// <summary>Its XML; the client puts in what NAME and FOLDER stand for.</summary>
    public const string Template =
        """
        <domain type='qemu'>
          <name>NAME</name>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <features><acpi/></features>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='raw'/>
              <source file='FOLDER/NAME.raw'/>
              <target dev='vda' bus='virtio'/>
            </disk>
            <controller type='usb' model='none'/>
            <interface type='user'><model type='virtio'/></interface>
            <serial type='pty'/>
            <memballoon model='virtio'/>
          </devices>
        </domain>
        """;

    private const int DiskSize = 1 << 20;

    /// <summary>Makes the disk of a domain that is to be started: empty, so that it takes no room.</summary>
    public static void MakeDisk(string folder, string name)
    {
        using var disk = File.Create(Path.Combine(folder, $"{name}.raw"));
        disk.SetLength(DiskSize);
    }
}
