using System.Globalization;

namespace Lodge.Qemu.Planning;

/// <summary>Where everything of one VM lives on the host.</summary>
/// <param name="RunFolder">Memory-backed, one per running VM: record and sockets.</param>
/// <param name="StateFolder">Durable: the UEFI variable store, the state of a TPM.</param>
/// <param name="LogFolder">Logs of console, QEMU and its companions.</param>
internal sealed record VmPaths(string RunFolder, string StateFolder, string LogFolder)
{
    /// <summary>What a restarted daemon reads.</summary>
    public string Record => Path.Combine(RunFolder, "record.json");

    /// <summary>QEMU's monitor.</summary>
    public string QmpSocket => Path.Combine(RunFolder, "qmp.sock");

    /// <summary>The VNC server.</summary>
    public string VncSocket => Path.Combine(RunFolder, "vnc.sock");

    /// <summary>A folder that belongs to the VM's user, where QEMU has one.</summary>
    public string OwnFolder => Path.Combine(RunFolder, "qemu");

    /// <summary>The SPICE server.</summary>
    public string SpiceSocket => Path.Combine(OwnFolder, Graphics.OwnFolder.SpiceSocket);

    /// <summary>The UEFI variable store.</summary>
    public string Variables => Path.Combine(StateFolder, "uefi-vars.fd");

    /// <summary>Which firmware the UEFI variable store was made for.</summary>
    public string Firmware => Path.Combine(StateFolder, "firmware.json");

    /// <summary>Memory dumps that a watchdog asked for; they stay when the VM is deleted.</summary>
    public string Dumps => Path.Combine(
        Path.GetDirectoryName(Path.GetDirectoryName(StateFolder))!, "dumps", Path.GetFileName(StateFolder));

    /// <summary>What a TPM remembers; a folder.</summary>
    public string TpmState => Path.Combine(StateFolder, "tpm2");

    /// <summary>Memory that VMs have in common; the folder is the same for all of them.</summary>
    /// <param name="name">Its name.</param>
    public string SharedMemory(string name) => Path.Combine(SharedMemoryFolder, name);

    /// <summary>Holds what <see cref="SharedMemory"/> names.</summary>
    public string SharedMemoryFolder => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(RunFolder))!, "shared-memory");

    /// <summary>What the authority for TPMs' certificates keeps; the folder is the same for all VMs.</summary>
    public string TpmAuthority => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(StateFolder))!, "tpm-authority");

    /// <summary>Holds what <see cref="MemoryFile"/> names; goes when the VM stops.</summary>
    public string MemoryFolder => Path.Combine(StateFolder, "memory");

    /// <summary>A file that the guest's memory is in.</summary>
    /// <param name="backend">Name of the object within QEMU.</param>
    public string MemoryFile(string backend) => Path.Combine(MemoryFolder, backend);

    /// <summary>What the first serial port printed.</summary>
    public string ConsoleLog => Path.Combine(LogFolder, "console.log");

    /// <summary>What QEMU itself printed.</summary>
    public string QemuLog => Path.Combine(LogFolder, "qemu.log");

    /// <summary>Where a companion listens.</summary>
    /// <param name="name">Its name among the VM's companions.</param>
    public string CompanionSocket(string name) => Path.Combine(RunFolder, $"{name}.sock");

    /// <summary>What a companion printed.</summary>
    /// <param name="name">Its name among the VM's companions.</param>
    public string CompanionLog(string name) => Path.Combine(LogFolder, $"{name}.log");

    /// <summary>The host's end of a console, channel or other port that the daemon serves.</summary>
    /// <param name="alias">The device's alias.</param>
    public string PortSocket(string alias) => Path.Combine(RunFolder, $"{alias}.channel");

    /// <summary>A serial port.</summary>
    /// <param name="index">0 for the first.</param>
    public string SerialSocket(int index) =>
        Path.Combine(RunFolder, string.Create(CultureInfo.InvariantCulture, $"serial{index}.sock"));
}
