namespace Lodge.Xdr;

/// <summary>Bytes that are not what the type asks for, or a value that the type has no room for.</summary>
/// <param name="message">What is wrong, with the place.</param>
public sealed class XdrException(string message) : Exception(message);
