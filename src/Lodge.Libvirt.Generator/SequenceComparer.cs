using System.Collections.Immutable;

namespace Lodge.Libvirt.Generator;

/// <summary>Takes arrays for the same when their elements are, so that nothing is generated anew without need.</summary>
internal sealed class SequenceComparer<T> : IEqualityComparer<ImmutableArray<T>>
{
    public static readonly SequenceComparer<T> Instance = new();

    public bool Equals(ImmutableArray<T> left, ImmutableArray<T> right) => left.SequenceEqual(right);

    public int GetHashCode(ImmutableArray<T> array) => array.Length;
}
