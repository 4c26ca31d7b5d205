namespace Lodge.Bench.Libvirt;

/// <summary>The usual VM of the bench, in libvirt's words.</summary>
internal static class DomainXml
{
    public static string Usual(string name, string disk) =>
        $"""
        <domain type='qemu'>
          <name>{name}</name>
          <memory unit='MiB'>512</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <features><acpi/></features>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2'/>
              <source file='{disk}'/>
              <target dev='vda' bus='virtio'/>
            </disk>
            <controller type='usb' model='none'/>
            <interface type='user'><model type='virtio'/></interface>
            <serial type='pty'/>
            <memballoon model='none'/>
            <panic model='isa'/>
          </devices>
        </domain>
        """;
}
