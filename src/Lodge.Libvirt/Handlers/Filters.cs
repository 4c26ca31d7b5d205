namespace Lodge.Libvirt.Handlers;

/// <summary>Filters of lists: pairs of flags, of which the one keeps what has a property and the other what has not.</summary>
internal static class Filters
{
    /// <summary>Whether something passes one pair. Both flags, or neither, let all pass.</summary>
    /// <param name="flags">What the client set.</param>
    /// <param name="with">The flag that keeps what has the property.</param>
    /// <param name="without">The flag that keeps what has it not.</param>
    /// <param name="has">Whether it has the property.</param>
    public static bool Passes(uint flags, uint with, uint without, bool has) =>
        (flags & (with | without)) == 0 || (flags & (has ? with : without)) != 0;
}
