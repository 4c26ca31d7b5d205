namespace Lodge.Qmp;

/// <summary>What all errors of this client have in common: the command that met them.</summary>
public abstract class QmpException : Exception
{
    private protected QmpException(string command, string message, Exception? inner = null)
        : base(message, inner)
    {
        Command = command;
    }

    /// <summary>The command's name on the wire; <c>(greeting)</c> while connecting.</summary>
    public string Command { get; }
}
