using Lodge.Model.Errors;

namespace Lodge.Engine.Ports;

/// <summary>The values of secrets, for the hands that start VMs and reach storage. They go from memory to memory: never into arguments, logs or files.</summary>
public interface ISecretValues
{
    /// <summary>A value.</summary>
    /// <param name="id">The secret.</param>
    /// <exception cref="LodgeException">There is no such secret, or it has no value yet.</exception>
    byte[] ValueFor(Guid id);
}

/// <summary>No secrets at all.</summary>
public sealed class NoSecretValues : ISecretValues
{
    private NoSecretValues()
    {
    }

    /// <summary>The one there is.</summary>
    public static NoSecretValues Instance { get; } = new();

    /// <inheritdoc/>
    public byte[] ValueFor(Guid id) => throw new LodgeException(ErrorCode.SecretNotFound, $"There is no secret {id}.");
}
