namespace Lodge.Xdr;

/// <summary>A value with one notation in XDR (RFC 4506): what is written is read back the same.</summary>
/// <typeparam name="T">The value's own type.</typeparam>
public interface IXdrValue<T>
    where T : struct, IXdrValue<T>
{
    /// <summary>Fewest bytes that a value takes on the wire; bounds how many can be in a message.</summary>
    static abstract int LeastSize { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">Stands at the value's first byte, afterwards behind its last.</param>
    /// <exception cref="XdrException">The bytes end too early, or a length is over its limit.</exception>
    static abstract T Decode(ref XdrReader reader);

    /// <summary>Writes this value.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <exception cref="XdrException">A length is over its limit.</exception>
    void Encode(XdrWriter writer);
}
