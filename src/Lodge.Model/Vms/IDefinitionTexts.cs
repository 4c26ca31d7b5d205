using Lodge.Model.Errors;

namespace Lodge.Model.Vms;

/// <summary>Where definitions lie that are not kept in memory.</summary>
public interface IDefinitionTexts
{
    /// <summary>Reads one. Takes microseconds, and waits for no change.</summary>
    /// <param name="id">The VM.</param>
    /// <returns>Its text as it is stored now; null when it has been deleted.</returns>
    /// <exception cref="LodgeException"><see cref="ErrorCode.StorageFailed"/>, or <see cref="ErrorCode.ShuttingDown"/>.</exception>
    StoredDefinition? Find(Guid id);
}

/// <summary>A definition as stored.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="Json">Its UTF-8 JSON.</param>
public sealed record StoredDefinition(long Revision, ReadOnlyMemory<byte> Json);
