using System.Text.RegularExpressions;
using Lodge.Model.Errors;
using Lodge.Model.Storage.Validation;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Names that LVM takes for volumes: lvm(8), "Valid names".</summary>
internal static partial class LvmNames
{
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void ThrowIfImpossible(string name)
    {
        if (!IsPossible(name))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"'{StorageNames.Shown(name)}' is no name for a volume of LVM.",
                "Use letters, digits and '+_.-', no '-' first, at most 127 in all, and none of LVM's own words such as 'snapshot' or '_tdata'.");
        }
    }

    /// <summary>Whether a volume can have this name.</summary>
    public static bool IsPossible(string name) => Word().IsMatch(name) && name is not ("." or "..") && !Reserved().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9+_.][A-Za-z0-9+_.-]{0,126}\z")]
    private static partial Regex Word();

    [GeneratedRegex("^(snapshot|pvmove)|_(cdata|cmeta|corig|iorig|mimage|mlog|pmspare|rimage|rmeta|tdata|tmeta|vdata|vorigin|wcorig)")]
    private static partial Regex Reserved();
}
