using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>
/// The two steps in which clients get typed parameters: first, with room for none, how many there are; then they
/// themselves, and no count.
/// </summary>
internal static class ParameterReply
{
    /// <summary>The flag of clients that know texts among the parameters; others do not get them.</summary>
    public const uint StringsOkay = 4;

    /// <summary>The parameters and the count of the answer.</summary>
    /// <param name="all">What there is.</param>
    /// <param name="room">How many the client has room for.</param>
    /// <param name="flags">Its flags.</param>
    public static (TypedParam[] Params, int Count) Of(IReadOnlyList<TypedParam> all, int room, uint flags) =>
        room <= 0 ? ([], all.Count) : (Fitting(all, room, flags), 0);

    private static TypedParam[] Fitting(IReadOnlyList<TypedParam> all, int room, uint flags) =>
        [.. all.Take(room).Where(param => (flags & StringsOkay) != 0 || param.Value.Kind != TypedParamValueKind.Text)];
}
