using Lodge.Model.Errors;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Storage.Validation;

/// <summary>Refuses what has flaws, naming all of them.</summary>
internal static class StorageFlaws
{
    public static void ThrowIfAny(IReadOnlyList<Flaw> flaws, string what)
    {
        if (flaws.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                flaws.Count == 1 ? $"{what} is not valid: {flaws[0]}." : $"{what} has {flaws.Count} errors: {string.Join("; ", flaws)}.",
                "Correct it and try again; nothing was changed.");
        }
    }
}
