namespace Lodge.Engine.Ports;

/// <summary>Log files of serial consoles and of QEMU itself. QEMU writes the console log, so it goes on without the daemon.</summary>
public interface IConsoleLogs
{
    /// <summary>Opens what a VM's console printed, rotated parts first; null when there is nothing.</summary>
    Stream? OpenConsole(Guid vmId);

    /// <summary>Opens what QEMU itself printed; null when there is nothing.</summary>
    Stream? OpenQemu(Guid vmId);

    /// <summary>The end of a VM's console log, for the scrollback.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="bytes">How much at most.</param>
    byte[] ReadConsoleTail(Guid vmId, int bytes);

    /// <summary>Rotates the console logs that have outgrown their limit.</summary>
    void Rotate();
}
