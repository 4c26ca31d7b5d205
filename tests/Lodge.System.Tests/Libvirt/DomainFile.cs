using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>Files with domains in libvirt's XML, as users write them.</summary>
internal static class DomainFile
{
    /// <summary>Writes a domain that boots the tiny Linux guest directly, with a serial port, an agent's channel and no network.</summary>
    /// <param name="daemon">The daemon, in whose folder the file is made.</param>
    /// <param name="image">The guest.</param>
    /// <param name="name">Name of the domain.</param>
    /// <param name="options">Options of the guest, such as <c>lodge.tick=1</c>.</param>
    /// <param name="devices">More devices, as XML.</param>
    /// <returns>Path of the file.</returns>
    public static string Linux(LodgedProcess daemon, TinyGuest image, string name, string options = "", string devices = "") => Write(daemon, name, $"""
        <domain type='qemu'>
          <name>{name}</name>
          <memory unit='MiB'>128</memory>
          <vcpu>1</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>{image.Kernel}</kernel>
            <initrd>{image.Initrd}</initrd>
            <cmdline>{image.CommandLine} {options}</cmdline>
          </os>
          <features><acpi/><apic/><pae/></features>
          <devices>
            <serial type='pty'/>
            <channel type='unix'>
              <target type='virtio' name='org.qemu.guest_agent.0'/>
            </channel>
            {devices}
          </devices>
        </domain>
        """);

    /// <summary>Writes a domain with the guest of 512 bytes on its disk, for all that needs no Linux.</summary>
    /// <param name="daemon">The daemon, in whose folder file and disk are made.</param>
    /// <param name="name">Name of the domain.</param>
    /// <param name="devices">More devices, as XML.</param>
    /// <returns>Path of the file.</returns>
    public static string Small(LodgedProcess daemon, string name, string devices = "")
    {
        var disk = Path.Combine(daemon.Root, $"{name}.raw");
        SerialGuest.WriteDisk(disk);
        return Write(daemon, name, $"""
            <domain type='qemu'>
              <name>{name}</name>
              <memory unit='MiB'>16</memory>
              <vcpu>1</vcpu>
              <os><type arch='x86_64' machine='q35'>hvm</type></os>
              <features><acpi/><apic/><pae/></features>
              <devices>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='raw'/>
                  <source file='{disk}'/>
                  <target dev='vda' bus='virtio'/>
                </disk>
                <serial type='pty'/>
                {devices}
              </devices>
            </domain>
            """);
    }

    private static string Write(LodgedProcess daemon, string name, string xml)
    {
        var path = Path.Combine(daemon.Root, $"{name}.xml");
        File.WriteAllText(path, xml);
        return path;
    }
}
